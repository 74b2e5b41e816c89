-- Rows are asked for by their system more than by anything else; without it a page and its count read every row.
create index matrix_row_by_system on matrix_row (organization, system, status, due, row_key) where system is not null;

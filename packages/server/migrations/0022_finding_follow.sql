-- Findings of rows are followed with the rows, in the transaction that keeps them; so up to which entry and day they are computed,
-- matrix_position says, and they go with it. What is kept was computed otherwise: it is a cache, and all of it is followed anew.
truncate matrix_position, matrix_row, finding_index, finding_trace, finding_span;

alter table finding_trace
  drop constraint finding_trace_organization_fkey,
  add foreign key (organization) references matrix_position (organization) on delete cascade,
  -- Whoever can come to answer for it: when one of them leaves, it has to be looked at again.
  add column people text[] not null,
  -- The first day on which it can turn though nothing new is learned and its row does not turn.
  add column expires date,
  -- Read and written whole, and by its digest compared as it was written.
  alter column trace type json;
create index finding_trace_expiring on finding_trace (organization, expires) where expires is not null;

-- What is left to say: the first day on which the program itself can turn into a finding or out of one.
alter table finding_index
  drop constraint finding_index_organization_fkey,
  add foreign key (organization) references matrix_position (organization) on delete cascade,
  drop column log_size,
  drop column as_of;
alter table finding_index rename to finding_program;

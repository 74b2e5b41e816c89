-- Up to which entry and day the rows of an organization were followed, by which version of the rules.
create table matrix_position (
  organization uuid primary key references organization_slug (organization) on delete cascade,
  entry bigint not null,
  day integer not null,
  rules text not null
);

-- Where each row of the evidence matrix stands, from its first day to the day up to which it was followed. A cache outside the log: the
-- pure assessment says all of it, and whatever is missing or old is computed again. Days are numbers, counted from 1970-01-01.
create table matrix_row (
  organization uuid not null references matrix_position (organization) on delete cascade,
  row_key text not null,
  control text not null,
  requirement text not null,
  area text not null,
  system text,
  vendor text,
  control_title text not null,
  subject_name text not null,
  cadence_days integer not null,
  -- What a person may look for, folded.
  said text not null,
  -- The spans of its timeline, one place each: from which day, and how it stood then. A status is its place in the order of
  -- attention; null where it owed nothing.
  from_days integer[] not null,
  statuses smallint[] not null,
  dues integer[] not null,
  sinces integer[] not null,
  newest text[] not null,
  newest_to integer[] not null,
  states smallint[] not null,
  owners text[] not null,
  backups text[] not null,
  -- The last span once more, for the questions that are asked every morning, and the row as the screens show it.
  status smallint,
  -- 2147483647 where nothing is due: it comes last, and a page can begin after it.
  due integer not null,
  owner text,
  backup_owner text,
  evidence_to integer,
  body jsonb,
  -- The first day on which it can stand otherwise though nothing new is learned.
  expires integer,
  primary key (organization, row_key)
);
create index matrix_row_by_status on matrix_row (organization, status, due, row_key);
create index matrix_row_by_due on matrix_row (organization, due, row_key);
create index matrix_row_by_control on matrix_row (organization, control, requirement);
create index matrix_row_expiring on matrix_row (organization, expires) where expires is not null;

alter table matrix_row enable row level security;
alter table matrix_row force row level security;
create policy organization on matrix_row
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table matrix_position enable row level security;
alter table matrix_position force row level security;
create policy organization on matrix_position
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on matrix_row, matrix_position to evidentia_app;

-- The evidence of one row is found without reading that of its neighbors, and what carries records without reading the rest.
drop index evidence_proof_control;
create index evidence_proof_of on evidence_proof (organization, control, requirement, system, vendor);
create index evidence_with_records on evidence (organization, effective_from) where derived_sha256 is not null;
create index document_entry on document (organization, entry desc);

-- What checks answered, one row per sealed result, never changed and never pruned. `content` holds the records given and the items
-- where they are few; where they are many, `content_sha256` names the artifact that does.
create table check_result (
  organization uuid not null,
  id text not null,
  entry bigint not null,
  recorded_at timestamptz(3) not null,
  row_key text not null,
  control text not null,
  check_id text not null,
  version integer not null,
  evidence text,
  interval_from date,
  verdict text not null,
  question text not null,
  items_sha256 text not null,
  content_sha256 text,
  content_size bigint,
  head jsonb not null,
  content jsonb,
  primary key (organization, id),
  unique (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);
create index check_result_of_row on check_result (organization, row_key, check_id, entry);
create index check_result_of_control on check_result (organization, control, entry);
create index check_result_of_evidence on check_result (organization, evidence, entry) where evidence is not null;
create index check_result_artifact on check_result (organization, content_sha256) where content_sha256 is not null;

alter table check_result enable row level security;
alter table check_result force row level security;
create policy organization on check_result
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on check_result to evidentia_app;

-- The rows of the matrix whose checks may have another answer by now. Outside the log: when all rows are followed anew, all are here.
-- A row that is touched again while its checks run gets another token, and so is not taken for done.
create table check_due (
  organization uuid not null references organization_slug (organization) on delete cascade,
  row_key text not null,
  token uuid not null default gen_random_uuid(),
  primary key (organization, row_key)
);

alter table check_due enable row level security;
alter table check_due force row level security;
create policy organization on check_due
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on check_due to evidentia_app;

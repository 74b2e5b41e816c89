-- The keys that seal an organization's artifacts, each wrapped by the root key, which is never in the database. They are
-- secrets and therefore outside the log; that one was destroyed is sealed, and the wrapped key goes with that entry.
create table organization_key (
  -- A sample that is removed takes its keys along.
  organization uuid not null references organization_slug (organization) on delete cascade,
  id uuid not null,
  wrapped bytea,
  created timestamptz(3) not null,
  destroyed timestamptz(3),
  primary key (organization, id),
  check ((wrapped is null) = (destroyed is not null))
);

alter table organization_key enable row level security;
alter table organization_key force row level security;
create policy organization on organization_key
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update on organization_key to evidentia_app;

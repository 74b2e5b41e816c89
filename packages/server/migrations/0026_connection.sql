-- How collections ended, one row per sealed run, never changed.
create table collection (
  organization uuid not null,
  run uuid not null,
  entry bigint not null,
  connection text not null,
  recorded_at timestamptz(3) not null,
  started timestamptz(3) not null,
  body jsonb not null,
  primary key (organization, run),
  unique (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);
create index collection_of_connection on collection (organization, connection, entry);

alter table collection enable row level security;
alter table collection force row level security;
create policy organization on collection
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on collection to evidentia_app;

-- Secrets that are used for an organization, sealed with a key of it: those of connections and webhooks. `holder` says whose:
-- `connection/aws-main`. Outside the log: what is secret is never in it.
create table sealed_secret (
  organization uuid not null references log_state (organization) on delete cascade,
  holder text not null,
  name text not null,
  key_id uuid not null,
  sealed bytea not null,
  changed timestamptz(3) not null,
  primary key (organization, holder, name)
);

alter table sealed_secret enable row level security;
alter table sealed_secret force row level security;
create policy organization on sealed_secret
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on sealed_secret to evidentia_app;

-- Collections that wait or go on, at most one of a connection. How each ended is sealed; the row can be lost and asked for again.
create table collection_run (
  organization uuid not null references log_state (organization) on delete cascade,
  connection text not null,
  run uuid not null,
  asked timestamptz(3) not null,
  actor jsonb not null,
  request text,
  trigger text not null check (trigger in ('schedule', 'person')),
  state text not null check (state in ('waiting', 'running')),
  -- When its collector last said that it goes on; another takes over from one that fell silent.
  alive timestamptz(3) not null,
  canceled boolean not null default false,
  dataset text,
  replies bigint not null default 0,
  primary key (organization, connection),
  unique (organization, run)
);

alter table collection_run enable row level security;
alter table collection_run force row level security;
create policy organization on collection_run
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on collection_run to evidentia_app;

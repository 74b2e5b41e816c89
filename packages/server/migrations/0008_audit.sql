-- Which key signed the log up to which entry: the log's own announcements, in the shape questions are asked in.
create table log_key_rotation (
  organization uuid not null,
  entry bigint not null,
  from_key text not null,
  to_key text not null,
  primary key (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);

alter table log_key_rotation enable row level security;
alter table log_key_rotation force row level security;
create policy organization on log_key_rotation
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on log_key_rotation to evidentia_app;

-- Refusals that are counted and not sealed yet. The first of a minute is sealed at once, the rest of it as one entry later; so
-- nobody who is refused over and over can fill the log. A row goes when its minute is over and its count is sealed.
create table access_refusal (
  organization uuid not null references log_state (organization) on delete cascade,
  -- Who was refused what, so that equal refusals meet in one row.
  bucket text not null,
  began timestamptz(3) not null,
  waiting integer not null check (waiting >= 0),
  actor jsonb not null,
  request text,
  operation text not null,
  reason text not null,
  primary key (organization, bucket)
);

alter table access_refusal enable row level security;
alter table access_refusal force row level security;
create policy organization on access_refusal
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on access_refusal to evidentia_app;

-- Packages that were asked for. What became of each is sealed; the row and the file can be lost and the package made again.
create table package (
  organization uuid not null references log_state (organization) on delete cascade,
  id uuid not null,
  requested timestamptz(3) not null,
  actor jsonb not null,
  selection jsonb not null,
  state text not null check (state in ('waiting', 'making', 'ready', 'failed')),
  -- When its maker last said that it goes on; another takes over from one that fell silent.
  alive timestamptz(3) not null,
  done integer not null default 0,
  total integer not null default 0,
  content jsonb,
  problem text,
  expires timestamptz(3),
  primary key (organization, id)
);

alter table package enable row level security;
alter table package force row level security;
create policy organization on package
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on package to evidentia_app;

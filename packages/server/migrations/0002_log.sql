-- The transparency log of each organization: the truth of which every other organization table is a projection.

-- One row per organization; locked while appending, so indices are contiguous and recorded_at never runs backwards.
create table log_state (
  organization uuid primary key,
  size bigint not null check (size >= 0),
  frontier bytea not null,
  recorded_at timestamptz(3) not null
);

create table log_entry (
  organization uuid not null,
  index bigint not null check (index >= 0),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  -- tlog-tiles gives an entry a 16-bit length.
  body bytea not null check (octet_length(body) between 1 and 65535),
  recorded_at timestamptz(3) not null,
  primary key (organization, index)
);

-- Roots of complete subtrees (RFC 6962 2.1), written once when the subtree is complete.
create table log_node (
  organization uuid not null,
  level smallint not null check (level >= 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (organization, level, index)
);

alter table log_state enable row level security;
alter table log_state force row level security;
create policy organization on log_state
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table log_entry enable row level security;
alter table log_entry force row level security;
create policy organization on log_entry
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table log_node enable row level security;
alter table log_node force row level security;
create policy organization on log_node
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

-- Entries and nodes are appended and never changed: the server's role could not if it wanted to.
grant select, insert on log_entry, log_node to evidentia_app;
grant select, insert, update on log_state to evidentia_app;

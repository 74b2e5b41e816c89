-- What the log says, in the shape questions are asked in. Only the projection writes here, one fact at a time, and
-- every row names the entry it comes from. `evidentia-server rebuild` empties and refills these tables.

create table organization (
  organization uuid primary key,
  entry bigint not null,
  slug text not null,
  name text not null,
  sample boolean not null,
  created timestamptz(3) not null,
  foreign key (organization, entry) references log_entry (organization, index) deferrable initially deferred
);

create table member (
  organization uuid not null,
  account uuid not null references account,
  entry bigint not null,
  email text not null,
  name text not null,
  role text not null,
  primary key (organization, account),
  foreign key (organization, entry) references log_entry (organization, index) deferrable initially deferred
);

create table api_key (
  organization uuid not null,
  id uuid not null,
  entry bigint not null,
  name text not null,
  role text not null,
  created timestamptz(3) not null,
  expires timestamptz(3),
  revoked timestamptz(3),
  primary key (organization, id),
  foreign key (organization, entry) references log_entry (organization, index) deferrable initially deferred
);

-- One row per version of a program object, never updated.
create table document (
  organization uuid not null,
  entry bigint not null,
  kind text not null,
  id text not null,
  effective date not null,
  recorded_at timestamptz(3) not null,
  body jsonb,
  primary key (organization, entry),
  unique (organization, kind, id, entry),
  foreign key (organization, entry) references log_entry (organization, index) deferrable initially deferred
);

create table evidence (
  organization uuid not null,
  id text not null,
  entry bigint not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  artifact_sha256 text not null,
  artifact_name text not null,
  derived_sha256 text,
  effective_from date not null,
  effective_to date not null,
  source text not null,
  body jsonb not null,
  primary key (organization, id),
  unique (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) deferrable initially deferred
);
create index evidence_artifact on evidence (organization, artifact_sha256);

create table evidence_proof (
  organization uuid not null,
  evidence text not null,
  ordinal integer not null,
  control text not null,
  requirement text not null,
  system text,
  vendor text,
  primary key (organization, evidence, ordinal),
  foreign key (organization, evidence) references evidence (organization, id)
);
create index evidence_proof_control on evidence_proof (organization, control, requirement);

create table record (
  organization uuid not null,
  evidence text not null,
  ordinal integer not null,
  type text not null,
  key text not null,
  line integer,
  body jsonb not null,
  primary key (organization, evidence, ordinal),
  foreign key (organization, evidence) references evidence (organization, id)
);
create index record_key on record (organization, type, key);

alter table organization enable row level security;
alter table organization force row level security;
create policy organization on organization
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table member enable row level security;
alter table member force row level security;
create policy organization on member
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);
-- Sign-in happens before an organization is known: a person may see their own memberships, and nobody else's.
create policy own_membership on member for select
  using (account = nullif(current_setting('app.account', true), '')::uuid);

alter table api_key enable row level security;
alter table api_key force row level security;
create policy organization on api_key
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table document enable row level security;
alter table document force row level security;
create policy organization on document
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table evidence enable row level security;
alter table evidence force row level security;
create policy organization on evidence
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table evidence_proof enable row level security;
alter table evidence_proof force row level security;
create policy organization on evidence_proof
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table record enable row level security;
alter table record force row level security;
create policy organization on record
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

-- Versions and evidence are never changed or deleted by the server's role; memberships and keys change with new facts.
grant select, insert on organization, document, evidence, evidence_proof, record to evidentia_app;
grant select, insert, update, delete on member to evidentia_app;
grant select, insert, update on api_key to evidentia_app;

-- Small artifacts, sealed, where the object store is a folder: each rides in the commit that seals its entry. They are artifacts
-- like those in the store and no projection, so a rebuild leaves them alone and a backup takes them along (ADR 12).
create table small_artifact (
  organization uuid not null,
  -- Of the plaintext.
  sha256 bytea not null check (octet_length(sha256) = 32),
  stored_at timestamptz(3) not null,
  -- What ADR 10 describes, with one frame.
  sealed bytea not null check (octet_length(sealed) between 69 and 65605),
  primary key (organization, sha256)
);
-- Sealed bytes do not compress, so it is not tried.
alter table small_artifact alter column sealed set storage external;

alter table small_artifact enable row level security;
alter table small_artifact force row level security;
create policy organization on small_artifact
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

-- Bytes go when their evidence is disposed of, and are put in the place of some whose key was destroyed.
grant select, insert, update, delete on small_artifact to evidentia_app;

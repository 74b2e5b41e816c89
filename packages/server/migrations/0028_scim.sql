-- What identity providers push by SCIM, as it stands, and what was heard since the last snapshot. Outside the log: a snapshot makes
-- evidence of it. `token` is the SHA-256 of a random token, which is nowhere else.
create table scim_directory (
  organization uuid not null references log_state (organization) on delete cascade,
  directory text not null,
  token bytea not null,
  token_made timestamptz(3) not null,
  last_heard timestamptz(3),
  last_taken timestamptz(3),
  last_evidence text,
  primary key (organization, directory)
);

-- Users and groups as pushed. `name` is what names them to a provider, in lower case: userName, displayName. `deactivated`: when
-- `active` was heard to become false.
create table scim_resource (
  organization uuid not null,
  directory text not null,
  id uuid not null,
  kind text not null check (kind in ('User', 'Group')),
  name text not null,
  external_id text,
  body json not null,
  created timestamptz(3) not null,
  changed timestamptz(3) not null,
  deactivated timestamptz(3),
  primary key (organization, directory, id),
  foreign key (organization, directory) references scim_directory on delete cascade
);
create unique index scim_user_name on scim_resource (organization, directory, name) where kind = 'User';
create index scim_resource_name on scim_resource (organization, directory, kind, name);
create index scim_resource_external on scim_resource (organization, directory, kind, external_id);
create index scim_resource_order on scim_resource (organization, directory, kind, created, id);

-- Requests that were accepted since the last snapshot, in their order, never with a password.
create table scim_request (
  organization uuid not null,
  directory text not null,
  number bigint generated always as identity,
  at timestamptz(3) not null,
  body json not null,
  primary key (organization, directory, number),
  foreign key (organization, directory) references scim_directory on delete cascade
);

-- A snapshot that was taken and is not recorded yet, byte for byte: recorded again after a server was killed, it is the same file.
create table scim_snapshot (
  organization uuid not null,
  directory text not null,
  taken timestamptz(3) not null,
  actor json not null,
  request text,
  claim json not null,
  content bytea not null,
  primary key (organization, directory),
  foreign key (organization, directory) references scim_directory on delete cascade
);

do $$
declare one text;
begin
  foreach one in array array['scim_directory', 'scim_resource', 'scim_request', 'scim_snapshot'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format(
      'create policy organization on %I '
      'using (organization = nullif(current_setting(''app.organization'', true), '''')::uuid) '
      'with check (organization = nullif(current_setting(''app.organization'', true), '''')::uuid)', one);
    execute format('grant select, insert, update, delete on %I to evidentia_app', one);
  end loop;
end $$;

-- Tables of the installation itself: people who sign in, their credentials and sessions, and the narrow directories
-- that must be readable before an organization is known. They hold no organization's content, so they carry no policy;
-- the catalog lint lists each of them by name.

-- A person who can sign in. What they may do is a membership, and that belongs to an organization.
create table account (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null
);

-- Argon2id, PHC string.
create table password (
  account uuid primary key references account on delete cascade,
  hash text not null,
  changed timestamptz(3) not null
);

-- The seed is sealed (AES-256-GCM) with a key that is not in the database. last_step refuses a code used before.
create table totp (
  account uuid primary key references account on delete cascade,
  secret bytea not null,
  confirmed boolean not null,
  last_step bigint not null default 0
);

create table passkey (
  id text primary key,
  account uuid not null references account on delete cascade,
  name text not null,
  relying_party text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created timestamptz(3) not null
);
create index passkey_account on passkey (account);

create table passkey_challenge (
  id uuid primary key,
  challenge text not null,
  account uuid references account on delete cascade,
  expires timestamptz(3) not null
);

-- Opaque 256-bit tokens; only their SHA-256 is here.
create table session (
  id uuid primary key,
  account uuid not null references account on delete cascade,
  token_hash bytea not null unique,
  started timestamptz(3) not null,
  last_used timestamptz(3) not null,
  ends timestamptz(3) not null,
  address text not null,
  agent text not null,
  -- How it was opened; a one-time link also lets its person set a new password.
  method text not null
);
create index session_account on session (account);

create table one_time_link (
  token_hash bytea primary key,
  account uuid not null references account on delete cascade,
  expires timestamptz(3) not null
);

create table sign_in_attempt (
  bucket text not null,
  window_start timestamptz(3) not null,
  attempts integer not null,
  primary key (bucket, window_start)
);

-- Which organization a slug names. Slugs are public by nature: they stand in addresses.
create table organization_slug (
  slug text primary key,
  organization uuid not null unique
);

-- Which organization an API key belongs to, and the SHA-256 of its secret. Name, role and expiry are sealed facts.
create table api_key_secret (
  id uuid primary key,
  organization uuid not null,
  hash bytea not null,
  last_used timestamptz(3)
);

grant select, insert, update, delete on
  account, password, totp, passkey, passkey_challenge, session, one_time_link, sign_in_attempt, api_key_secret
  to evidentia_app;
grant select, insert on organization_slug to evidentia_app;

-- Whether the first start has finished; until then its half-made sample is thrown away and made again.
create table first_start (
  only_row boolean primary key default true check (only_row),
  finished timestamptz(3) not null
);
grant select, insert on first_start to evidentia_app;

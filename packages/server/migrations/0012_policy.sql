-- Who of the workforce said that they read which version of a policy, named by the SHA-256 of its text. One row per fact.
create table policy_acknowledgment (
  organization uuid not null,
  entry bigint not null,
  policy text not null,
  sha256 text not null,
  person text not null,
  recorded_at timestamptz(3) not null,
  primary key (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);
create index policy_acknowledgment_of on policy_acknowledgment (organization, policy, sha256, person);

alter table policy_acknowledgment enable row level security;
alter table policy_acknowledgment force row level security;
create policy organization on policy_acknowledgment
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on policy_acknowledgment to evidentia_app;

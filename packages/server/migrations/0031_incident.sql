-- What people recorded of incidents. One row per fact, never changed; clocks, stages and standings are computed from them.
create table incident_act (
  organization uuid not null,
  entry bigint not null,
  incident text not null,
  kind text not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  body jsonb not null,
  primary key (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);
create index incident_act_of on incident_act (organization, incident, entry);

alter table incident_act enable row level security;
alter table incident_act force row level security;
create policy organization on incident_act
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on incident_act to evidentia_app;

-- What people did about findings: raised, assigned, began, verified, accepted. One row per fact, never changed; where a finding stands is
-- computed from what is recorded elsewhere and from these.
create table finding_act (
  organization uuid not null,
  entry bigint not null,
  finding text not null,
  kind text not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  body jsonb not null,
  primary key (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);
create index finding_act_of on finding_act (organization, finding, entry);

alter table finding_act enable row level security;
alter table finding_act force row level security;
create policy organization on finding_act
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on finding_act to evidentia_app;

-- Findings as computed, kept so that lists are paged, filtered and sorted here and not in memory. A cache outside the log: whatever is
-- missing or old is computed again. The row says up to which entry and which day it was computed, and on which day it can turn by itself.
create table finding_index (
  organization uuid primary key references organization (organization) on delete cascade,
  log_size bigint not null,
  as_of date not null,
  expires date
);

-- What is computed of one finding over time, without what people did about it.
create table finding_trace (
  organization uuid not null references finding_index (organization) on delete cascade,
  finding text not null,
  -- Of the trace and its spans, so that what did not change is not written again.
  digest text not null,
  trace jsonb not null,
  primary key (organization, finding)
);

-- Where one finding stood from one day on, until another.
create table finding_span (
  organization uuid not null,
  finding text not null,
  from_day date not null,
  until_day date,
  state text not null,
  kind text not null,
  severity text not null,
  severity_rank smallint not null,
  control text,
  system text,
  owner text,
  since date not null,
  due date not null,
  words text not null,
  item jsonb not null,
  primary key (organization, finding, from_day),
  foreign key (organization, finding) references finding_trace (organization, finding) on delete cascade
);
create index finding_span_now on finding_span (organization, state, due, finding) where until_day is null;

alter table finding_index enable row level security;
alter table finding_index force row level security;
create policy organization on finding_index
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table finding_trace enable row level security;
alter table finding_trace force row level security;
create policy organization on finding_trace
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table finding_span enable row level security;
alter table finding_span force row level security;
create policy organization on finding_span
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on finding_index, finding_trace, finding_span to evidentia_app;

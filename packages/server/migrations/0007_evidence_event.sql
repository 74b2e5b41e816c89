-- What happened to evidence after it was recorded: reviews, acceptance, legal holds, disposal. One row per fact, never changed;
-- where an item stands is computed from its rows.
create table evidence_event (
  organization uuid not null,
  entry bigint not null,
  evidence text not null,
  kind text not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  body jsonb not null,
  primary key (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) deferrable initially deferred,
  foreign key (organization, evidence) references evidence (organization, id) on delete cascade
);
create index evidence_event_of on evidence_event (organization, evidence, entry);

alter table evidence_event enable row level security;
alter table evidence_event force row level security;
create policy organization on evidence_event
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on evidence_event to evidentia_app;

-- The evidence a correction takes the place of. Each is superseded at most once, so that corrections make a chain.
alter table evidence add column supersedes text;
create unique index evidence_superseded on evidence (organization, supersedes) where supersedes is not null;

-- Words of artifacts, for search; no text. A cache outside the log: whatever is missing is read from the artifacts again.
-- `part` counts the pieces of a long text. Part 0 exists, however empty, once the artifact was read by `reader`.
create table evidence_text (
  organization uuid not null,
  evidence text not null,
  part integer not null,
  reader integer not null,
  words tsvector not null,
  primary key (organization, evidence, part),
  foreign key (organization, evidence) references evidence (organization, id) on delete cascade
);

alter table evidence_text enable row level security;
alter table evidence_text force row level security;
create policy organization on evidence_text
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, delete on evidence_text to evidentia_app;

-- With its bytes, what was read out of them goes. The only way a record is ever deleted while the server runs; it runs as the
-- owner, who is bound by the same policies (FORCE), so only rows of the organization of the transaction can go.
create function drop_disposed_content() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from public.record r where r.organization = new.organization and r.evidence = new.evidence;
  delete from public.evidence_text t where t.organization = new.organization and t.evidence = new.evidence;
  return null;
end
$$;
revoke all on function drop_disposed_content() from public;
create trigger drop_disposed_content after insert on evidence_event
  for each row when (new.kind = 'disposal-approved') execute function drop_disposed_content();

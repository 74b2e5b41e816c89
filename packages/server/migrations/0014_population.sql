-- Frozen populations: what was sealed of each, and its rows in parts of up to 500, so that a million rows are two thousand
-- rows here. `first` is the position of a part's first row.
create table population (
  organization uuid not null,
  id text not null,
  entry bigint not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  name text not null,
  record_type text not null,
  supersedes text,
  rows_sha256 text not null,
  appendix_sha256 text not null,
  body jsonb not null,
  primary key (organization, id),
  unique (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred
);
create index population_superseded on population (organization, supersedes) where supersedes is not null;

create table population_part (
  organization uuid not null,
  population text not null,
  first bigint not null,
  rows jsonb not null,
  primary key (organization, population, first),
  foreign key (organization, population) references population (organization, id) on delete cascade
);

-- What happened to a population after it was frozen: attested, shared. One row per fact.
create table population_event (
  organization uuid not null,
  entry bigint not null,
  population text not null,
  kind text not null,
  recorded_at timestamptz(3) not null,
  actor jsonb not null,
  body jsonb not null,
  primary key (organization, entry),
  foreign key (organization, entry) references log_entry (organization, index) on delete cascade deferrable initially deferred,
  foreign key (organization, population) references population (organization, id) on delete cascade
);
create index population_event_of on population_event (organization, population, entry);

alter table population enable row level security;
alter table population force row level security;
create policy organization on population
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table population_part enable row level security;
alter table population_part force row level security;
create policy organization on population_part
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table population_event enable row level security;
alter table population_event force row level security;
create policy organization on population_event
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on population, population_part, population_event to evidentia_app;

-- Freezes that were asked for. What became of each is sealed; the row can be lost and the population frozen again.
create table population_freeze (
  organization uuid not null references log_state (organization) on delete cascade,
  id uuid not null,
  requested timestamptz(3) not null,
  actor jsonb not null,
  request text,
  definition jsonb not null,
  supersedes text,
  state text not null check (state in ('waiting', 'freezing', 'frozen', 'failed')),
  -- When its maker last said that it goes on; another takes over from one that fell silent.
  alive timestamptz(3) not null,
  done bigint not null default 0,
  total bigint not null default 0,
  population text,
  unchanged boolean not null default false,
  problem text,
  primary key (organization, id)
);

alter table population_freeze enable row level security;
alter table population_freeze force row level security;
create policy organization on population_freeze
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on population_freeze to evidentia_app;


-- With a key, the rows of the populations it sealed go; a rebuild could not read them again either. The third way a row of the
-- projection is deleted while the server runs, bound like the others.
create function drop_destroyed_populations(populations text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  entered uuid := nullif(current_setting('app.organization', true), '')::uuid;
begin
  if not exists (
    select from public.organization_key k where k.organization = entered and k.destroyed is not null
  ) then
    raise exception 'no key of this organization was destroyed';
  end if;
  delete from public.population_part p where p.organization = entered and p.population = any (populations);
end
$$;
revoke all on function drop_destroyed_populations(text[]) from public;
grant execute on function drop_destroyed_populations(text[]) to evidentia_app;

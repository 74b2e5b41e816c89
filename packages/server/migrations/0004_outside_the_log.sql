-- Organization tables that are neither log nor projection: answers kept for a day, and a cache. Losing them loses nothing.

-- Answers to requests with an Idempotency-Key. Sealed, because an answer can hold a secret that is shown once.
create table idempotency (
  organization uuid not null,
  actor text not null,
  key text not null,
  request_hash bytea not null,
  started timestamptz(3) not null,
  status integer,
  answer bytea,
  primary key (organization, actor, key)
);

create table assessment_snapshot (
  organization uuid not null,
  as_of date not null,
  log_size bigint not null,
  computed timestamptz(3) not null,
  summary jsonb not null,
  primary key (organization, as_of)
);

alter table idempotency enable row level security;
alter table idempotency force row level security;
create policy organization on idempotency
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

alter table assessment_snapshot enable row level security;
alter table assessment_snapshot force row level security;
create policy organization on assessment_snapshot
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on idempotency, assessment_snapshot to evidentia_app;

-- The one way to delete an organization, and only a sample. It runs as the owner, who is bound by the same policies
-- (FORCE), so the organization must also be the one of the transaction.
create function remove_sample(removed uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from public.organization o where o.organization = removed and o.sample) then
    return false;
  end if;
  delete from public.record where organization = removed;
  delete from public.evidence_proof where organization = removed;
  delete from public.evidence where organization = removed;
  delete from public.document where organization = removed;
  delete from public.member where organization = removed;
  delete from public.api_key where organization = removed;
  delete from public.organization where organization = removed;
  delete from public.idempotency where organization = removed;
  delete from public.assessment_snapshot where organization = removed;
  delete from public.log_node where organization = removed;
  delete from public.log_entry where organization = removed;
  delete from public.log_state where organization = removed;
  delete from public.api_key_secret where organization = removed;
  delete from public.organization_slug where organization = removed;
  return true;
end
$$;
revoke all on function remove_sample(uuid) from public;
grant execute on function remove_sample(uuid) to evidentia_app;

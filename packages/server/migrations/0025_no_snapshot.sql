-- What a day summed up to is counted from the rows that are kept. The removal of a sample names every table, so it is written anew.
drop table assessment_snapshot;

create or replace function remove_sample(removed uuid) returns boolean
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
  delete from public.log_node where organization = removed;
  delete from public.log_entry where organization = removed;
  delete from public.log_state where organization = removed;
  delete from public.api_key_secret where organization = removed;
  delete from public.organization_slug where organization = removed;
  return true;
end
$$;

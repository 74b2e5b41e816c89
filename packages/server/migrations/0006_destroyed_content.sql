-- With a key, what was read out of the artifacts it sealed goes: records of derived artifacts, words of artifacts. The second way a
-- record is deleted while the server runs, next to a disposal. Only rows of the organization of the transaction can go, and only
-- where a key of it was destroyed.
create function drop_destroyed_content(records_of text[], words_of text[]) returns void
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
  delete from public.record r where r.organization = entered and r.evidence = any (records_of);
  delete from public.evidence_text t where t.organization = entered and t.evidence = any (words_of);
end
$$;
revoke all on function drop_destroyed_content(text[], text[]) from public;
grant execute on function drop_destroyed_content(text[], text[]) to evidentia_app;

-- What is written for each piece of evidence was half copies of other rows. The log keeps of its tree what hash tiles are made of
-- (C2SP tlog-tiles): leaf hashes stand beside the entries, roots of 256 of them here; what lies between is at most 255 hashes away.
-- The owner may not see the rows of an organization either, unless it has to change those of all.
alter table log_node no force row level security;
delete from log_node where level = 0 or level % 8 <> 0;
alter table log_node force row level security;
alter table log_node drop constraint log_node_level_check;
alter table log_node add constraint log_node_level_check check (level > 0 and level % 8 = 0);

-- What was sealed of evidence, and by whom, stands in its entry. That a row has its entry, fsck checks, and whether it says the same;
-- a foreign key checks only the first, row by row while the log is locked.
alter table evidence alter column said drop expression;
-- The types of records that were read out of it; null where there are none.
alter table evidence add column artifact_size bigint, add column record_types text[];
alter table evidence no force row level security;
update evidence set artifact_size = (body->'artifact'->>'size')::bigint, record_types = case when derived_sha256 is not null then
  array(select type from jsonb_object_keys(body->'derived'->'counts') as of (type) order by type) end;
alter table evidence force row level security;
alter table evidence alter column artifact_size set not null, alter column said set not null;
alter table evidence
  drop column body,
  drop column actor,
  drop constraint evidence_organization_entry_fkey;
alter table evidence_proof drop constraint evidence_proof_organization_evidence_fkey;

-- Enters an organization and locks its log until the transaction ends, in one round.
create function open_log(entered uuid) returns setof public.log_state
  language plpgsql
as $$
begin
  perform set_config('app.organization', entered::text, true);
  return query select * from public.log_state s where s.organization = entered for update;
end
$$;

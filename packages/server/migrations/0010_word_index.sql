-- Finds the parts of texts that have a word. Row-level security lets an index answer a condition only if its function is leakproof,
-- which a superuser has to say of ts_match_vq(tsvector, tsquery); where nobody did, the rows of the organization are read instead.
create index evidence_text_words on evidence_text using gin (words);

-- What a person may look for in evidence and in what it proves, in one small text each, so that a search folds case once per term
-- and not once per row.
alter table evidence add column said text not null generated always as (
  lower(artifact_name || E'\n' || source || E'\n' || coalesce(body->>'note', '') || E'\n' || coalesce(body->>'query', ''))
) stored;
alter table evidence_proof add column said text not null generated always as (
  lower(control || '/' || requirement || E'\n' || coalesce(system, '') || E'\n' || coalesce(vendor, ''))
) stored;

import type { EvidenceEventKind, FindingActKind, IncidentActKind } from '@evidentia/core'
import { sql, type Transaction } from 'kysely'
import type { Entry } from '../../log/sealed-fact.ts'
import type { Tables } from '../tables.ts'
import { toJsonText } from './json-text.ts'
import { projectCheckResult } from './project-check-result.ts'
import { projectPopulation, projectPopulationEvent } from './project-population.ts'
import { insertRecords, type ReadDerived } from './records.ts'

export type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>

/** Rows of one statement. */
const batch = 1000

/**
 * Applies one fact to the tables. The only code that writes organization tables, while facts are sealed and when a rebuild
 * replays the log; so it uses nothing but the entry and the blobs the entry names.
 */
export async function project(tx: Transaction<Tables>, entry: Entry, readDerived: ReadDerived): Promise<void> {
  switch (entry.kind) {
    case 'organization-created':
      return projectOrganization(tx, entry)
    case 'document-recorded':
      return projectDocument(tx, entry)
    case 'evidence-recorded':
      return projectEvidence(tx, [entry], readDerived)
    case 'evidence-reviewed':
    case 'evidence-accepted':
    case 'legal-hold-placed':
    case 'legal-hold-lifted':
    case 'disposal-requested':
    case 'disposal-approved':
      return projectEvidenceEvent(tx, entry)
    case 'finding-raised':
    case 'finding-assigned':
    case 'finding-started':
    case 'finding-ready':
    case 'finding-verified':
    case 'finding-commented':
    case 'risk-acceptance-requested':
    case 'risk-accepted':
      return projectFindingAct(tx, entry)
    case 'incident-opened':
    case 'incident-changed':
    case 'incident-fact-recorded':
    case 'incident-noted':
    case 'incident-stage-reached':
    case 'incident-decision-logged':
    case 'playbook-step-worked':
    case 'breach-assessed':
    case 'breach-decided':
    case 'breach-seconded':
    case 'incident-lesson-recorded':
    case 'incident-lesson-closed':
    case 'postmortem-planned':
    case 'postmortem-held':
      return projectIncidentAct(tx, entry)
    case 'member-changed':
      return projectMember(tx, entry)
    case 'api-key-issued':
      return projectApiKey(tx, entry)
    case 'api-key-revoked':
      return revokeApiKey(tx, entry)
    case 'artifact-key-changed':
      return projectArtifactKey(tx, entry)
    case 'log-key-rotated':
      return projectLogKey(tx, entry)
    case 'policy-acknowledged':
      return projectAcknowledgment(tx, entry)
    case 'population-frozen':
      return projectPopulation(tx, entry, readDerived)
    case 'population-attested':
    case 'population-shared':
      return projectPopulationEvent(tx, entry)
    case 'collection-ended':
      return projectCollection(tx, entry)
    case 'check-result':
      return projectCheckResult(tx, entry)
    case 'package-requested':
    case 'package-made':
    case 'package-failed':
    case 'package-removed':
    case 'package-read':
    case 'population-requested':
    case 'population-not-frozen':
    case 'population-read':
    case 'access-refused':
    case 'evidence-read':
    case 'check-result-read':
    case 'exported':
    case 'connection-secrets-set':
    case 'webhook-secret-made':
    case 'scim-token-made':
    case 'collection-asked':
    case 'collection-stopped':
    case 'signed-in':
    case 'signed-out':
    case 'sign-in-refused':
    case 'credential-changed':
      // Asked for through the log itself; no table repeats them.
      return
  }
}

async function projectOrganization(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'organization-created'>,
): Promise<void> {
  const { organization, recordedAt } = sealed
  await tx
    .insertInto('organization')
    .values({
      organization,
      entry: index,
      slug: fact.slug,
      name: fact.name,
      sample: fact.sample,
      created: new Date(recordedAt),
    })
    .execute()
  await tx
    .insertInto('organization_slug')
    .values({ slug: fact.slug, organization })
    .onConflict((on) => on.column('organization').doNothing())
    .execute()
}

async function projectDocument(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'document-recorded'>,
): Promise<void> {
  const { organization, recordedAt } = sealed
  await tx
    .insertInto('document')
    .values({
      organization,
      entry: index,
      kind: fact.kind,
      id: fact.id,
      effective: fact.effective,
      recorded_at: new Date(recordedAt),
      body: fact.body === null ? null : toJsonText(fact.body),
    })
    .execute()
}

/** Applies several facts of evidence of one organization with as many statements as one takes; their records come one by one. */
export async function projectEvidence(
  tx: Transaction<Tables>,
  entries: readonly EntryOf<'evidence-recorded'>[],
  readDerived: ReadDerived,
): Promise<void> {
  for (let at = 0; at < entries.length; at += batch) await insertEvidence(tx, entries.slice(at, at + batch))
  for (const { sealed, fact } of entries)
    if (fact.derived !== null)
      await insertRecords(
        tx,
        sealed.organization,
        fact.id,
        readDerived.records(sealed.organization, fact.derived.sha256),
      )
}

// The rows as one text: a parameter for each column of each row costs more than inserting it.
async function insertEvidence(
  tx: Transaction<Tables>,
  entries: readonly EntryOf<'evidence-recorded'>[],
): Promise<void> {
  const organization = entries[0]?.sealed.organization
  const items = toJsonText(entries.map(toEvidenceRow))
  const proofs = toJsonText(entries.flatMap(toProofRows))
  await sql`/* prepared insert_evidence */
    with item as (
      insert into evidence (organization, id, entry, recorded_at, artifact_sha256, artifact_name, artifact_size, derived_sha256, record_types,
        effective_from, effective_to, source, supersedes, said)
      select ${organization}::uuid, i.id, i.entry, i.recorded, i.sha256, i.name, i.size, i.derived, i.types, i.from, i.to, i.source,
        i.supersedes, lower(i.name || E'\\n' || i.source || E'\\n' || coalesce(i.note, '') || E'\\n' || coalesce(i.query, ''))
      from json_to_recordset(${items}::json) as i(id text, entry bigint, recorded timestamptz, sha256 text, name text, size bigint,
        derived text, types text[], "from" date, "to" date, source text, supersedes text, note text, query text)
    )
    insert into evidence_proof (organization, evidence, ordinal, control, requirement, system, vendor)
    select ${organization}::uuid, p.evidence, p.ordinal, p.control, p.requirement, p.system, p.vendor
    from json_to_recordset(${proofs}::json) as p(evidence text, ordinal integer, control text, requirement text, system text,
      vendor text)`.execute(tx)
}

function toEvidenceRow({ index, sealed, fact }: EntryOf<'evidence-recorded'>) {
  return {
    id: fact.id,
    entry: index,
    recorded: sealed.recordedAt,
    sha256: fact.artifact.sha256,
    name: fact.artifact.name,
    size: fact.artifact.size,
    derived: fact.derived?.sha256,
    types: fact.derived === null ? undefined : Object.keys(fact.derived.counts).toSorted(),
    from: fact.effective.from,
    to: fact.effective.to,
    source: fact.source,
    supersedes: fact.supersedes,
    note: fact.note,
    query: fact.query,
  }
}

function toProofRows({ fact }: EntryOf<'evidence-recorded'>) {
  return fact.proves.map(({ requirement: named, system, vendor }, ordinal) => {
    const [control = '', requirement = ''] = named.split('/')
    return { evidence: fact.id, ordinal, control, requirement, system, vendor }
  })
}

async function projectEvidenceEvent(
  tx: Transaction<Tables>,
  { index, kind, sealed, fact }: EntryOf<EvidenceEventKind>,
): Promise<void> {
  const { organization, recordedAt, actor } = sealed
  await tx
    .insertInto('evidence_event')
    .values({
      organization,
      entry: index,
      evidence: fact.evidence,
      kind,
      recorded_at: new Date(recordedAt),
      actor: toJsonText(actor),
      body: toJsonText(fact),
    })
    .execute()
}

async function projectFindingAct(
  tx: Transaction<Tables>,
  { index, kind, sealed, fact }: EntryOf<FindingActKind>,
): Promise<void> {
  const { organization, recordedAt, actor } = sealed
  await tx
    .insertInto('finding_act')
    .values({
      organization,
      entry: index,
      finding: fact.finding,
      kind,
      recorded_at: new Date(recordedAt),
      actor: toJsonText(actor),
      body: toJsonText(fact),
    })
    .execute()
}

async function projectIncidentAct(
  tx: Transaction<Tables>,
  { index, kind, sealed, fact }: EntryOf<IncidentActKind>,
): Promise<void> {
  const { organization, recordedAt, actor } = sealed
  await tx
    .insertInto('incident_act')
    .values({
      organization,
      entry: index,
      incident: fact.incident,
      kind,
      recorded_at: new Date(recordedAt),
      actor: toJsonText(actor),
      body: toJsonText(fact),
    })
    .execute()
}

async function projectMember(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'member-changed'>,
): Promise<void> {
  const { organization } = sealed
  if (fact.role === null) {
    await tx.deleteFrom('member').where('organization', '=', organization).where('account', '=', fact.user).execute()
    return
  }
  const { user: account, email, name, role } = fact
  await tx
    .insertInto('account')
    .values({ id: account, email, name })
    .onConflict((on) => on.column('id').doNothing())
    .execute()
  await tx
    .insertInto('member')
    .values({ organization, account, entry: index, email, name, role })
    .onConflict((on) => on.columns(['organization', 'account']).doUpdateSet({ entry: index, email, name, role }))
    .execute()
}

async function projectApiKey(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'api-key-issued'>,
): Promise<void> {
  await tx
    .insertInto('api_key')
    .values({
      organization: sealed.organization,
      id: fact.id,
      entry: index,
      name: fact.name,
      role: fact.role,
      created: new Date(sealed.recordedAt),
      expires: fact.expires === null ? null : new Date(fact.expires),
      revoked: null,
    })
    .execute()
}

async function revokeApiKey(tx: Transaction<Tables>, { sealed, fact }: EntryOf<'api-key-revoked'>): Promise<void> {
  await tx
    .updateTable('api_key')
    .set({ revoked: new Date(sealed.recordedAt) })
    .where('organization', '=', sealed.organization)
    .where('id', '=', fact.id)
    .execute()
}

/** Takes a destroyed key out of the database, and keeps it out when a restored store still has its file. */
async function projectArtifactKey(
  tx: Transaction<Tables>,
  { sealed, fact }: EntryOf<'artifact-key-changed'>,
): Promise<void> {
  if (fact.change !== 'destroyed') return
  const at = new Date(sealed.recordedAt)
  await tx
    .insertInto('organization_key')
    .values({ organization: sealed.organization, id: fact.key, wrapped: null, created: at, destroyed: at })
    .onConflict((on) => on.columns(['organization', 'id']).doUpdateSet({ wrapped: null, destroyed: at }))
    .execute()
}

async function projectLogKey(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'log-key-rotated'>,
): Promise<void> {
  await tx
    .insertInto('log_key_rotation')
    .values({ organization: sealed.organization, entry: index, from_key: fact.from, to_key: fact.to })
    .execute()
}

async function projectAcknowledgment(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'policy-acknowledged'>,
): Promise<void> {
  const { organization, recordedAt } = sealed
  await tx
    .insertInto('policy_acknowledgment')
    .values({ organization, entry: index, ...fact, recorded_at: new Date(recordedAt) })
    .execute()
}

async function projectCollection(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'collection-ended'>,
): Promise<void> {
  await tx
    .insertInto('collection')
    .values({
      organization: sealed.organization,
      run: fact.run,
      entry: index,
      connection: fact.connection,
      recorded_at: new Date(sealed.recordedAt),
      started: new Date(fact.startedAt),
      body: toJsonText(fact),
    })
    .execute()
}

import { type EvidenceEventKind, EvidentiaError } from '@evidentia/core'
import type { Transaction } from 'kysely'
import type { Entry } from '../../log/sealed-fact.ts'
import type { Tables } from '../tables.ts'
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
    case 'check-result':
      return projectCheckResult(tx, entry)
    case 'package-requested':
    case 'package-made':
    case 'package-failed':
    case 'package-removed':
    case 'package-read':
    case 'access-refused':
    case 'evidence-read':
    case 'check-result-read':
    case 'exported':
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

/** Applies several facts of evidence with as many statements as one takes; their records come one by one. */
export async function projectEvidence(
  tx: Transaction<Tables>,
  entries: readonly EntryOf<'evidence-recorded'>[],
  readDerived: ReadDerived,
): Promise<void> {
  for (let at = 0; at < entries.length; at += batch) {
    const some = entries.slice(at, at + batch)
    await tx.insertInto('evidence').values(some.map(toEvidenceRow)).execute()
    const proofs = some.flatMap(toProofRows)
    for (let from = 0; from < proofs.length; from += batch)
      await tx
        .insertInto('evidence_proof')
        .values(proofs.slice(from, from + batch))
        .execute()
  }
  for (const { sealed, fact } of entries)
    if (fact.derived !== null)
      await insertRecords(tx, sealed.organization, fact.id, readDerived(sealed.organization, fact.derived.sha256))
}

function toEvidenceRow({ index, sealed, fact }: EntryOf<'evidence-recorded'>) {
  return {
    organization: sealed.organization,
    id: fact.id,
    entry: index,
    recorded_at: new Date(sealed.recordedAt),
    actor: toJsonText(sealed.actor),
    artifact_sha256: fact.artifact.sha256,
    artifact_name: fact.artifact.name,
    derived_sha256: fact.derived?.sha256 ?? null,
    effective_from: fact.effective.from,
    effective_to: fact.effective.to,
    source: fact.source,
    supersedes: fact.supersedes ?? null,
    body: toJsonText(fact),
  }
}

function toProofRows({ sealed: { organization }, fact }: EntryOf<'evidence-recorded'>) {
  return fact.proves.map(({ requirement: named, system = null, vendor = null }, ordinal) => {
    const [control = '', requirement = ''] = named.split('/')
    return { organization, evidence: fact.id, ordinal, control, requirement, system, vendor }
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

async function projectCheckResult(
  tx: Transaction<Tables>,
  { index, sealed, fact }: EntryOf<'check-result'>,
): Promise<void> {
  const { content, ...head } = fact
  const [control = ''] = fact.requirement.split('/')
  await tx
    .insertInto('check_result')
    .values({
      organization: sealed.organization,
      id: fact.id,
      entry: index,
      recorded_at: new Date(sealed.recordedAt),
      row_key: fact.row,
      control,
      check_id: fact.check,
      evidence: fact.evidence,
      interval_from: fact.interval?.from ?? null,
      verdict: fact.verdict,
      question: fact.question,
      items_sha256: fact.itemsSha256,
      content_sha256: 'sha256' in content ? content.sha256 : null,
      content_size: 'sha256' in content ? content.size : null,
      head: toJsonText(head),
      content: 'sha256' in content ? null : toJsonText(content),
    })
    .execute()
}

function toJsonText(value: object): string {
  const text = JSON.stringify(value)
  // PostgreSQL's jsonb cannot hold it, so it must not enter the log either.
  if (text.includes(String.raw`\u0000`))
    throw new EvidentiaError('invalid-input', 'A text holds a NUL character; remove it.')
  return text
}

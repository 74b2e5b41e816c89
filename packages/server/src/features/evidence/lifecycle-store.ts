import type { Actor, EvidenceEvent } from '@evidentia/core'
import { listPopulationBytes } from '../../platform/db/population-digests.ts'
import type { Reader } from '../../platform/db/transactions.ts'

const columns = ['entry', 'evidence', 'kind', 'recorded_at', 'actor', 'body'] as const

/** What happened to all evidence, in log order. */
export async function listAllEvents({ db, organization }: Reader): Promise<EvidenceEvent[]> {
  const rows = await db
    .selectFrom('evidence_event')
    .select(columns)
    .where('organization', '=', organization)
    .orderBy('entry')
    .execute()
  return rows.map(toEvent)
}

/** What happened to the evidence named, in log order. */
export async function listEventsOf(
  { db, organization }: Reader,
  evidence: readonly string[],
): Promise<EvidenceEvent[]> {
  if (evidence.length === 0) return []
  const rows = await db
    .selectFrom('evidence_event')
    .select(columns)
    .where('organization', '=', organization)
    .where('evidence', 'in', [...evidence])
    .orderBy('entry')
    .execute()
  return rows.map(toEvent)
}

/** What took the place of the evidence named: from the superseded to its correction. */
export async function findCorrections(
  { db, organization }: Reader,
  evidence: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (evidence.length === 0) return new Map()
  const rows = await db
    .selectFrom('evidence')
    .select(['id', 'supersedes'])
    .where('organization', '=', organization)
    .where('supersedes', 'in', [...evidence])
    .execute()
  return new Map(rows.flatMap(({ id, supersedes }) => (supersedes === null ? [] : [[supersedes, id] as const])))
}

/** What of `digests` other evidence than `id` stands on that was not disposed of, or a population. */
export async function listDigestsHeldByOthers(
  reader: Reader,
  id: string,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  const { db, organization } = reader
  const rows = await db
    .selectFrom('evidence')
    .select(['artifact_sha256', 'derived_sha256'])
    .where('organization', '=', organization)
    .where('id', '!=', id)
    .where((is) => is.or([is('artifact_sha256', 'in', [...digests]), is('derived_sha256', 'in', [...digests])]))
    .where('id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'disposal-approved'),
    )
    .execute()
  return new Set([
    ...rows.flatMap(({ artifact_sha256, derived_sha256 }) => [artifact_sha256, derived_sha256 ?? artifact_sha256]),
    ...(await listPopulationBytes(reader)).map(({ sha256 }) => sha256),
  ])
}

interface EventRow {
  readonly entry: number
  readonly evidence: string
  readonly kind: EvidenceEvent['kind']
  readonly recorded_at: Date
  readonly actor: Actor
  readonly body: EvidenceEvent['body']
}

// Each body was checked by its kind's schema before it was sealed.
function toEvent({ entry, kind, recorded_at, actor, body }: EventRow): EvidenceEvent {
  const by = { id: actor.id, name: actor.name }
  return { kind, entry, recordedAt: recorded_at.toISOString(), by, body } as EvidenceEvent
}

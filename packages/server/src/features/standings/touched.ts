import {
  cadenceEventSources,
  type CheckShelf,
  type EvidenceRequirement,
  type Obligations,
  type ProgramHistory,
  rowKey,
  type RowIdentity,
  ruleOf,
  subjectKey,
  subjectOf,
  versionsOfExceptions,
} from '@evidentia/core'
import { joinsOfCheck } from './knowledge.ts'
import type { Reader } from '../../platform/db/transactions.ts'

/** What was learned after an entry, as far as a row can depend on it. */
export interface News {
  readonly documents: readonly { readonly kind: string; readonly id: string }[]
  /** The rows that evidence which came, was corrected or was judged says it proves. */
  readonly proofs: readonly {
    readonly control: string
    readonly requirement: string
    readonly system: string | null
    readonly vendor: string | null
  }[]
  /** The record types that this evidence carries: checks elsewhere may join them. */
  readonly types: ReadonlySet<string>
}

/** Reads what was learned after `entry`. */
export async function readNews({ db, organization }: Reader, entry: number): Promise<News> {
  const documents = await db
    .selectFrom('document')
    .select(['kind', 'id'])
    .distinct()
    .where('organization', '=', organization)
    .where('entry', '>=', entry)
    .execute()
  const recorded = await db
    .selectFrom('evidence')
    .select(['id', 'supersedes'])
    .where('organization', '=', organization)
    .where('entry', '>=', entry)
    .execute()
  const judged = await db
    .selectFrom('evidence_event')
    .select('evidence')
    .where('organization', '=', organization)
    .where('entry', '>=', entry)
    .execute()
  const ids = [
    ...recorded.flatMap(({ id, supersedes }) => (supersedes === null ? [id] : [id, supersedes])),
    ...judged.map(({ evidence }) => evidence),
  ]
  if (ids.length === 0) return { documents, proofs: [], types: new Set() }
  const proofs = await db
    .selectFrom('evidence_proof')
    .select(['control', 'requirement', 'system', 'vendor'])
    .distinct()
    .where('organization', '=', organization)
    .where('evidence', 'in', ids)
    .execute()
  const carrying = await db
    .selectFrom('evidence')
    .select('record_types')
    .where('organization', '=', organization)
    .where('id', 'in', ids)
    .where('derived_sha256', 'is not', null)
    .execute()
  return { documents, proofs, types: new Set(carrying.flatMap(({ record_types }) => record_types ?? [])) }
}

/**
 * The rows that `news` can change, or 'all'. It errs on the side of a row too many: a row followed in vain costs a millisecond, one
 * left out would be wrong.
 */
export function findTouched(
  news: News,
  history: ProgramHistory,
  obligations: Obligations,
  checks: CheckShelf,
): readonly RowIdentity[] | 'all' {
  if (news.documents.some(({ kind }) => kind === 'organization')) return 'all'
  const touched = new Map<string, RowIdentity>()
  const touch = (row: RowIdentity): unknown => touched.set(row.key, row)
  const { documents, types } = news
  for (const { kind, id } of documents) {
    if (kind === 'control') obligations.rowsOf(id).forEach(touch)
    if (kind === 'exception')
      for (const { body } of history.versionsOf('exception', id)) {
        const [control = ''] = body?.requirement.split('/') ?? []
        for (const row of obligations.rowsOf(control).values())
          if (versionsOfExceptions(history, row).some((version) => version.id === id)) touch(row)
      }
  }
  for (const { control, requirement, system, vendor } of news.proofs) {
    const key = rowKey(`${control}/${requirement}`, subjectOf(system ?? undefined, vendor ?? undefined))
    const row = obligations.rowsOf(control).get(key)
    if (row !== undefined) touch(row)
  }
  if (documents.length === 0 && types.size === 0) return [...touched.values()]
  const subjects = new Set(documents.map(({ kind, id }) => `${kind}:${id}`))
  const people = new Set(documents.flatMap(({ kind, id }) => (kind === 'person' ? [id] : [])))
  for (const control of history.idsOf('control')) {
    const reading = requirementsReading(control, documents.length > 0, types, history, obligations, checks)
    for (const row of obligations.rowsOf(control).values()) {
      const isOwned = (): boolean =>
        people.size > 0 &&
        obligations.trace(row).some(({ obligation: { owner } }) => owner !== null && people.has(owner))
      if (reading.has(row.requirement) || subjects.has(subjectKey(row.subject)) || isOwned()) touch(row)
    }
  }
  return [...touched.values()]
}

/** The evidence requirements of a control that look beyond their own evidence at what changed. */
function requirementsReading(
  control: string,
  programChanged: boolean,
  types: ReadonlySet<string>,
  history: ProgramHistory,
  obligations: Obligations,
  checks: CheckShelf,
): ReadonlySet<string> {
  const isNew = (type: string): boolean => types.has(type)
  const reads = ({ cadence, checks: used = [] }: EvidenceRequirement): boolean => {
    const rule = ruleOf(cadence)
    if (rule.kind === 'event' && cadenceEventSources[rule.event].some(isNew)) return true
    return (programChanged && used.length > 0) || used.some((id) => joinsOfCheck(id, history, checks).some(isNew))
  }
  const requirements = obligations.versionsOf(control).flatMap(({ evidence }) => evidence)
  return new Set(requirements.filter(reads).map(({ id }) => id))
}

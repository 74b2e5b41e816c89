import type { Actor, FactBody, PopulationRow, TypedRecord } from '@evidentia/core'
import { sql } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'

export interface PopulationRecord {
  readonly id: string
  readonly entry: number
  readonly recorded_at: Date
  readonly actor: Actor
  readonly body: FactBody<'population-frozen'>
}

/** Something that happened to a population after it was frozen, by whom. */
export interface PopulationEvent {
  readonly population: string
  readonly kind: Tables['population_event']['kind']
  readonly recorded_at: Date
  readonly actor: Actor
  readonly body: FactBody<'population-attested'> | FactBody<'population-shared'>
}

/** What a list of populations can be narrowed by. */
export interface PopulationFilter {
  readonly q?: string | undefined
  readonly type?: TypedRecord['type'] | undefined
  /** Only what was shared. */
  readonly onlyShared: boolean
}

const columns = ['id', 'entry', 'recorded_at', 'actor', 'body'] as const

export async function findPopulation({ db, organization }: Reader, id: string): Promise<PopulationRecord | undefined> {
  return db
    .selectFrom('population')
    .select(columns)
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Newest first, from below entry `before`. */
export async function listPopulations(
  reader: Reader,
  filter: PopulationFilter,
  before: number | null,
  limit: number,
): Promise<PopulationRecord[]> {
  const query = filtered(reader, filter).select(columns).orderBy('entry', 'desc').limit(limit)
  return (before === null ? query : query.where('entry', '<', before)).execute()
}

export async function countPopulations(reader: Reader, filter: PopulationFilter): Promise<number> {
  const { count } = await filtered(reader, filter)
    .select((s) => s.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function filtered({ db, organization }: Reader, { q = '', type, onlyShared }: PopulationFilter) {
  let query = db.selectFrom('population').where('organization', '=', organization)
  const like = `%${q.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  if (q.trim() !== '') query = query.where((is) => is.or([is('name', 'ilike', like), is('id', '=', q.trim())]))
  if (type !== undefined) query = query.where('record_type', '=', type)
  if (!onlyShared) return query
  return query.where('id', 'in', (of) =>
    of
      .selectFrom('population_event')
      .select('population')
      .where('organization', '=', organization)
      .where('kind', '=', 'population-shared'),
  )
}

/** What happened to the populations named, in log order. */
export async function listEventsOf(
  { db, organization }: Reader,
  populations: readonly string[],
): Promise<PopulationEvent[]> {
  if (populations.length === 0) return []
  return db
    .selectFrom('population_event')
    .select(['population', 'kind', 'recorded_at', 'actor', 'body'])
    .where('organization', '=', organization)
    .where('population', 'in', [...populations])
    .orderBy('entry')
    .execute()
}

/** What took the place of the populations named: from the superseded to its successor. */
export async function findSuccessors(
  { db, organization }: Reader,
  populations: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (populations.length === 0) return new Map()
  const rows = await db
    .selectFrom('population')
    .select(['id', 'supersedes'])
    .where('organization', '=', organization)
    .where('supersedes', 'in', [...populations])
    .execute()
  return new Map(rows.flatMap(({ id, supersedes }) => (supersedes === null ? [] : [[supersedes, id] as const])))
}

/** The rows from position `from` on, at most `limit`, in their order. `partSize` is how many rows a part holds. */
export async function listRows(
  { db, organization }: Reader,
  population: string,
  from: number,
  limit: number,
  partSize: number,
): Promise<PopulationRow[]> {
  const firstPart = Math.floor(from / partSize) * partSize
  const parts = await db
    .selectFrom('population_part')
    .select('rows')
    .where('organization', '=', organization)
    .where('population', '=', population)
    .where('first', '>=', firstPart)
    .where('first', '<', from + limit)
    .orderBy('first')
    .execute()
  return parts.flatMap(({ rows }) => rows).slice(from - firstPart, from - firstPart + limit)
}

/** The content of records by `<evidence> <ordinal>`; what was disposed of or destroyed is not there. */
export async function readBodies(
  { db, organization }: Reader,
  rows: readonly PopulationRow[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const evidence = rows.map((row) => row.evidence)
  const ordinals = rows.map((row) => row.ordinal)
  const found = await db
    .selectFrom('record')
    .select(['evidence', 'ordinal', 'body'])
    .where('organization', '=', organization)
    .where(sql<boolean>`(evidence, ordinal) in (select * from unnest(${evidence}::text[], ${ordinals}::int[]))`)
    .execute()
  return new Map(found.map((record) => [`${record.evidence} ${record.ordinal}`, record.body]))
}

/** How many entries the log has in this view. */
export async function readLogSize({ db, organization }: Reader): Promise<number> {
  const { size } = await db
    .selectFrom('log_state')
    .select('size')
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  return size
}

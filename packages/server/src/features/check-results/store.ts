import type { ResultHead, SealedResult } from '@evidentia/core'
import type { Reader } from '../../platform/db/transactions.ts'

export interface ResultRow {
  readonly entry: number
  readonly recorded_at: Date
  readonly head: ResultHead
}

/** A result with where its items are. */
export interface WholeRow extends ResultRow {
  readonly content: Extract<SealedResult['content'], { readonly items: unknown }> | null
  readonly content_sha256: string | null
  readonly content_size: number | null
}

/** What a list of results can be narrowed by. */
export interface ResultFilter {
  readonly row?: string | undefined
  readonly control?: string | undefined
  readonly check?: string | undefined
  readonly evidence?: string | undefined
  readonly verdict?: ResultHead['verdict'] | undefined
}

/** The newest answer of one version of a check on a row: over one evidence item, or in one interval. */
export interface Newest {
  readonly question: string
  readonly verdict: ResultHead['verdict']
  readonly items_sha256: string
}

/** Where an answer belongs. */
type Slot = Pick<ResultHead, 'row' | 'check' | 'version' | 'evidence'> & {
  readonly interval: { readonly from: string } | null
}

/** Of what a check has one answer at a time; two versions of it may both be in force, of an interval and of today. */
export function slotOf({ row, check, version, evidence, interval }: Slot): string {
  return JSON.stringify([row, check, version, evidence, interval?.from ?? null])
}

/** The newest answer in every slot of `rows`. */
export async function listNewest(
  { db, organization }: Reader,
  rows: readonly string[],
): Promise<ReadonlyMap<string, Newest>> {
  const found = await db
    .selectFrom('check_result')
    .distinctOn(['row_key', 'check_id', 'version', 'evidence', 'interval_from'])
    .select(['row_key', 'check_id', 'version', 'evidence', 'interval_from', 'question', 'verdict', 'items_sha256'])
    .where('organization', '=', organization)
    .where('row_key', 'in', [...rows])
    .orderBy('row_key')
    .orderBy('check_id')
    .orderBy('version')
    .orderBy('evidence')
    .orderBy('interval_from')
    .orderBy('entry', 'desc')
    .execute()
  return new Map(
    found.map(({ row_key: row, check_id: check, version, evidence, interval_from: from, ...newest }) => [
      slotOf({ row, check, version, evidence, interval: from === null ? null : { from } }),
      newest,
    ]),
  )
}

/** Newest first, from below entry `before`, and how many there are in all. */
export async function listResults(
  { db, organization }: Reader,
  { row, control, check, evidence, verdict }: ResultFilter,
  before: number | null,
  limit: number,
): Promise<{ rows: ResultRow[]; total: number }> {
  const filtered = db
    .selectFrom('check_result')
    .where('organization', '=', organization)
    .$if(row !== undefined, (q) => q.where('row_key', '=', row ?? ''))
    .$if(control !== undefined, (q) => q.where('control', '=', control ?? ''))
    .$if(check !== undefined, (q) => q.where('check_id', '=', check ?? ''))
    .$if(evidence !== undefined, (q) => q.where('evidence', '=', evidence ?? ''))
    .$if(verdict !== undefined, (q) => q.where('verdict', '=', verdict ?? 'unknown'))
  const { total } = await filtered.select((s) => s.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await filtered
    .select(['entry', 'recorded_at', 'head'])
    .$if(before !== null, (q) => q.where('entry', '<', before ?? 0))
    .orderBy('entry', 'desc')
    .limit(limit)
    .execute()
  return { rows, total }
}

export async function findResult({ db, organization }: Reader, id: string): Promise<WholeRow | undefined> {
  return db
    .selectFrom('check_result')
    .select(['entry', 'recorded_at', 'head', 'content', 'content_sha256', 'content_size'])
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst()
}

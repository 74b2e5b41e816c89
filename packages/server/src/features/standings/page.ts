import { EvidentiaError } from '@evidentia/core'
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../platform/db/transactions.ts'
import { columnsOn, conditionOf, type DayColumns, type RowFilter } from './selection.ts'

export type RowSort = 'control' | 'area' | 'subject' | 'owner' | 'cadence' | 'due' | 'status' | 'lastEvidence'

interface PageOf {
  readonly filter: RowFilter
  readonly sort: RowSort
  readonly descends: boolean
  readonly asOf: string
  readonly today: string
  readonly cursor: string | undefined
  readonly limit: number
}

type Position = readonly (string | number)[]

/** The keys of one page, in order, and where the next begins. A page is found by what comes after the last row, never by counting. */
export async function pageKeys(
  { db, organization }: Reader,
  { filter, sort, descends, asOf, today, cursor, limit }: PageOf,
): Promise<{ keys: string[]; next: string | null }> {
  const columns = columnsOn(asOf, today)
  const sorted = sortColumns(sort, columns)
  const after = cursor === undefined ? null : readPosition(cursor, sorted)
  const values = sql.join(sorted.map(({ column }) => column))
  const direction = descends ? sql` desc` : sql``
  const order = sql.join([...sorted.map(({ column }) => sql`${column}${direction}`), sql`row_key`])
  const page = sql<{ row_key: string; at: Position }>`(
    select row_key, jsonb_build_array(${values}) as at from matrix_row
    where organization = ${organization}::uuid and ${conditionOf(filter, columns)} ${beyond(after, sorted, descends)}
    order by ${order} limit ${limit + 1})`
  const rows = await db.selectFrom(page.as('page')).select(['row_key', 'at']).execute()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? writePosition([...last.at, last.row_key]) : null
  return { keys: shown.map(({ row_key }) => row_key), next }
}

interface SortColumn {
  readonly column: RawBuilder<unknown>
  readonly type: 'number' | 'string'
}

function sortColumns(sort: RowSort, { status, due, owner, evidenceTo }: DayColumns): SortColumn[] {
  const ofNumber = (column: RawBuilder<unknown>): SortColumn => ({ column, type: 'number' })
  const ofText = (column: RawBuilder<unknown>): SortColumn => ({ column, type: 'string' })
  switch (sort) {
    case 'status':
      return [ofNumber(status), ofNumber(due)]
    case 'due':
      return [ofNumber(due)]
    case 'cadence':
      return [ofNumber(sql`cadence_days`)]
    case 'lastEvidence':
      return [ofNumber(sql`coalesce(${evidenceTo}, -2147483648)`)]
    case 'owner':
      return [ofText(sql`coalesce(${owner}, '~')`)]
    case 'control':
      return [ofText(sql`control_title`)]
    case 'area':
      return [ofText(sql`area`)]
    case 'subject':
      return [ofText(sql`subject_name`)]
  }
}

function beyond(after: Position | null, sorted: readonly SortColumn[], descends: boolean): RawBuilder<unknown> {
  if (after === null) return sql``
  const columns = sql.join(sorted.map(({ column }) => column))
  const values = sql.join(
    after.slice(0, -1).map((value, n) => (sorted[n]?.type === 'number' ? sql`${value}::bigint` : sql`${value}::text`)),
  )
  const key = after.at(-1)
  if (!descends) return sql`and (${columns}, row_key) > (${values}, ${key}::text)`
  return sql`and ((${columns}) < (${values}) or ((${columns}) = (${values}) and row_key > ${key}::text))`
}

function writePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Throws `invalid-input` for anything but what `writePosition` gave for the same order. */
function readPosition(cursor: string, sorted: readonly SortColumn[]): Position {
  const position = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  const types = [...sorted.map(({ type }) => type), 'string']
  const isOurs =
    Array.isArray(position) &&
    position.length === types.length &&
    position.every(
      (value, n) => typeof value === types[n] && (typeof value !== 'number' || Number.isSafeInteger(value)),
    )
  if (isOurs) return position as Position
  throw new EvidentiaError('invalid-input', 'The cursor is not one this server gave for this order.', {
    place: { field: 'cursor' },
    remedy: 'Begin again without a cursor.',
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

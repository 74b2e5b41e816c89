import { dayNumber, type Row } from '@evidentia/core'
import { type Insertable, sql, type Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import { type RowFilter, saying } from './selection.ts'

export type CacheTransaction = Transaction<Tables>

/** Rows of one statement. */
const batch = 200

interface Position {
  readonly size: number
  /** The entry of the newest document; what the programme was read at. */
  readonly documents: number
  readonly kept: { readonly entry: number; readonly day: number; readonly rules: string } | null
}

export async function readPosition({ db, organization }: Reader): Promise<Position> {
  const found = await db
    .selectFrom('log_state')
    .leftJoin('matrix_position', 'matrix_position.organization', 'log_state.organization')
    .select(['log_state.size', 'matrix_position.entry', 'matrix_position.day', 'matrix_position.rules'])
    .select((of) =>
      of
        .selectFrom('document')
        .select('document.entry')
        .where('document.organization', '=', organization)
        .orderBy('document.entry', 'desc')
        .limit(1)
        .as('documents'),
    )
    .where('log_state.organization', '=', organization)
    .executeTakeFirst()
  if (found === undefined) return { size: 0, documents: -1, kept: null }
  const { size, documents, entry, day, rules } = found
  const kept = entry === null || day === null || rules === null ? null : { entry, day, rules }
  return { size, documents: documents ?? -1, kept }
}

/** Lets one transaction at a time follow the rows of an organization. */
export async function lockPosition(db: CacheTransaction, organization: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`matrix ${organization}`}, 0))`.execute(db)
}

export async function keepPosition(
  db: CacheTransaction,
  organization: string,
  entry: number,
  day: number,
  rules: string,
): Promise<void> {
  await db
    .insertInto('matrix_position')
    .values({ organization, entry, day, rules })
    .onConflict((on) => on.column('organization').doUpdateSet({ entry, day, rules }))
    .execute()
}

/** Removes the rows named, or all of them for null. */
export async function dropRows(
  db: CacheTransaction,
  organization: string,
  keys: readonly string[] | null,
): Promise<void> {
  const all = db.deleteFrom('matrix_row').where('organization', '=', organization)
  await (keys === null ? all : all.where(sql<boolean>`row_key = any(${[...keys]}::text[])`)).execute()
}

export async function insertRows(
  db: CacheTransaction,
  rows: readonly Insertable<Tables['matrix_row']>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += batch)
    await db
      .insertInto('matrix_row')
      .values(rows.slice(at, at + batch))
      .execute()
}

/** Some of the rows that can stand otherwise by `day` though nothing new was learned. */
export async function listExpired({ db, organization }: Reader, day: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('matrix_row')
    .select('row_key')
    .where('organization', '=', organization)
    .where('expires', '<=', day)
    // The order keeps to the index also where statistics say that nearly all rows expire, as they did in the night before.
    .orderBy('expires')
    .limit(limit)
    .execute()
  return rows.map(({ row_key }) => row_key)
}

/** The rows named as they stand today, in the order named. */
export async function readBodies({ db, organization }: Reader, keys: readonly string[]): Promise<Row[]> {
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('matrix_row')
    .select(['row_key', 'body'])
    .where('organization', '=', organization)
    .where('row_key', 'in', [...keys])
    .execute()
  const bodies = new Map(rows.map(({ row_key, body }) => [row_key, body]))
  return keys.flatMap((key) => bodies.get(key) ?? [])
}

/** Keys of the rows that owed something on some day from `from` to `to`, by what they are about whatever their status. */
export async function listOwed(
  { db, organization }: Reader,
  { q, area, controls, system, vendor }: RowFilter,
  from: string,
  to: string,
  after: string,
  limit: number,
): Promise<{ keys: string[]; next: string | null }> {
  let query = db
    .selectFrom('matrix_row')
    .select('row_key')
    .where('organization', '=', organization)
    .where('row_key', '>', after)
    // Some span of the period owes something: those that begin in it, and the one that it begins in.
    .where(sql<boolean>`exists (
      select from unnest(from_days, statuses) as s (day, status) where status is not null and day <= ${dayNumber(to)}
      and day >= coalesce(from_days[width_bucket(${dayNumber(from)}::integer, from_days)], ${dayNumber(from)}))`)
  if (area !== undefined) query = query.where('area', 'in', [...area])
  if (controls !== undefined) query = query.where(sql<boolean>`control = any(${[...controls]}::text[])`)
  if (system !== undefined) query = query.where('system', '=', system)
  if (vendor !== undefined) query = query.where('vendor', '=', vendor)
  if (q !== undefined && q !== '') query = query.where(saying(q))
  const rows = await query
    .orderBy('row_key')
    .limit(limit + 1)
    .execute()
  const keys = rows.slice(0, limit).map(({ row_key }) => row_key)
  return { keys, next: rows.length > limit ? (keys.at(-1) ?? null) : null }
}

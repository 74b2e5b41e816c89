import { sql, type Transaction } from 'kysely'
import type { Discrepancy } from '../../log/inspect-log.ts'
import { decodeFact } from '../../log/sealed-fact.ts'
import type { Tables } from '../tables.ts'
import { readExceptDisposed } from './disposed.ts'
import { project } from './project.ts'
import { projectionTables } from './rebuild.ts'
import type { ReadDerived } from './records.ts'

const batch = 500
const namedRows = 20

// What the projection writes besides the organization's own tables.
const besides = ['account', 'organization_slug', 'organization_key'] as const

/**
 * Replays one organization's log into temporary tables and names every row of the real ones that differs. The real tables
 * are only read. PostgreSQL looks for a table among the temporary ones first, so the very code that projects facts fills
 * them; the transaction must be rolled back afterwards. Expects `enter` to have been called.
 */
export async function compareProjection(
  tx: Transaction<Tables>,
  organization: string,
  size: number,
  readDerived: ReadDerived,
): Promise<Discrepancy[]> {
  for (const table of [...projectionTables, ...besides])
    await sql`create temporary table ${sql.table(table)} (like ${sql.table(`public.${table}`)} including all) on commit drop`.execute(
      tx,
    )
  let readerOf: Awaited<ReturnType<typeof readExceptDisposed>> | undefined
  for (let from = 0; from < size; from += batch) {
    const rows = await tx
      .selectFrom('log_entry')
      .select(['index', 'body'])
      .where('organization', '=', organization)
      .where('index', '>=', from)
      .where('index', '<', from + batch)
      .orderBy('index')
      .execute()
    for (const { index, body } of rows) {
      try {
        await sql`savepoint replay`.execute(tx)
        readerOf ??= await readExceptDisposed(tx, organization, readDerived)
        const entry = decodeFact(index, new Uint8Array(body))
        await project(tx, entry, readerOf(entry))
        await sql`release savepoint replay`.execute(tx)
      } catch (error) {
        await sql`rollback to savepoint replay`.execute(tx)
        const reason = error instanceof Error ? error.message : String(error)
        return [{ where: `log entry ${index}`, problem: `it cannot be replayed: ${reason}` }]
      }
    }
  }
  const found: Discrepancy[] = []
  for (const table of projectionTables) found.push(...(await compareTable(tx, organization, table)))
  return found
}

async function compareTable(
  tx: Transaction<Tables>,
  organization: string,
  table: (typeof projectionTables)[number],
): Promise<Discrepancy[]> {
  const real = sql`select * from ${sql.table(`public.${table}`)} where organization = ${organization}`
  const replayed = sql`select * from ${sql.table(`pg_temp.${table}`)}`
  const only = async (mine: typeof real, other: typeof real): Promise<Map<string, Row>> => {
    const { rows } = await sql<{ row: Row }>`
      select to_jsonb(t) as row from (${mine} except ${other}) t order by to_jsonb(t)::text limit ${namedRows}`.execute(
      tx,
    )
    return new Map(rows.map(({ row }) => [keys.map((key) => String(row[key])).join('/'), row]))
  }
  const keys = await listKeyColumns(tx, table)
  const surplus = await only(real, replayed)
  const missing = await only(replayed, real)
  const found: Discrepancy[] = []
  for (const [key, row] of surplus) {
    const sealed = missing.get(key)
    const where = `row ${key} of ${table}`
    if (sealed === undefined) found.push({ where, problem: 'no entry of the log says so' })
    else found.push({ where, problem: `it is not what was sealed: ${describeColumns(row, sealed)}` })
  }
  for (const key of missing.keys())
    if (!surplus.has(key))
      found.push({ where: `row ${key} of ${table}`, problem: 'it is missing, though it was sealed' })
  return found
}

type Row = Readonly<Record<string, unknown>>

function describeColumns(row: Row, sealed: Row): string {
  return Object.keys(sealed)
    .filter((column) => JSON.stringify(row[column]) !== JSON.stringify(sealed[column]))
    .map((column) => `${column} is ${shorten(row[column])} and must be ${shorten(sealed[column])}`)
    .join(', ')
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** The primary key, without the organization that all of them begin with. */
async function listKeyColumns(tx: Transaction<Tables>, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select a.attname as name from pg_index i
    cross join lateral unnest(i.indkey::int[]) with ordinality k(number, at)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
    where i.indrelid = ${`public.${table}`}::regclass and i.indisprimary order by k.at`.execute(tx)
  const names = rows.map(({ name }) => name)
  return names.length === 1 ? names : names.slice(1)
}

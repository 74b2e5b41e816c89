import { sql, type Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import type { FollowedRow, RowFollower } from '../standings/service.ts'

/** A row of the matrix whose checks are to be run. `token` is another one once it was touched again. */
export interface DueRow {
  readonly row_key: string
  readonly token: string
}

/** Which of the rows that were followed have checks on the last day they owed something. */
export function listChecked(rows: readonly FollowedRow[]): string[] {
  return rows.flatMap(({ row, timeline: { last } }) =>
    (last?.view.obligation.requirement.checks ?? []).length > 0 ? [row.key] : [],
  )
}

/** Has the checks run of every row that was followed anew. */
export const checkQueue: RowFollower = {
  followRows: async (db, organization, rows) => askForRows(db, organization, listChecked(rows)),
}

async function askForRows(db: Transaction<Tables>, organization: string, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into check_due (organization, row_key)
    select ${organization}::uuid, row_key from unnest(${[...rows]}::text[]) as asked (row_key)
    on conflict (organization, row_key) do update set token = excluded.token`.execute(db)
}

/** In the order of their keys, so that rows which read the same evidence come together. */
export async function listDue({ db, organization }: Reader, limit: number): Promise<DueRow[]> {
  return db
    .selectFrom('check_due')
    .select(['row_key', 'token'])
    .where('organization', '=', organization)
    .orderBy('row_key')
    .limit(limit)
    .execute()
}

export async function countDue({ db, organization }: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('check_due')
    .select((s) => s.fn.countAll<number>().as('count'))
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
  return count
}

/** Takes off what was done; a row that was touched again meanwhile stays. */
export async function finishDue(db: Transaction<Tables>, organization: string, rows: readonly DueRow[]): Promise<void> {
  await sql`delete from check_due d using unnest(
      ${rows.map(({ row_key }) => row_key)}::text[], ${rows.map(({ token }) => token)}::uuid[]
    ) as done (row_key, token)
    where d.organization = ${organization}::uuid and d.row_key = done.row_key and d.token = done.token`.execute(db)
}

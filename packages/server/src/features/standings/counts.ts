import { dateOfDayNumber, dayNumber, type EvidenceState, evidenceStateSchema, type RowStatus } from '@evidentia/core'
import { sql } from 'kysely'
import type { Reader } from '../../platform/db/transactions.ts'
import { statusAt } from './rows.ts'
import { columnsOn, conditionOf, type RowFilter } from './selection.ts'

export type StatusCounts = Partial<Record<RowStatus, number>>

/** How many rows of each control stand in each status on a day. */
export async function countByControl(
  { db, organization }: Reader,
  asOf: string,
  today: string,
): Promise<ReadonlyMap<string, StatusCounts>> {
  const { status } = columnsOn(asOf, today)
  const counted = sql<{ control: string; status: number; count: number }>`(
    select control, ${status} as status, count(*)::integer as count from matrix_row
    where organization = ${organization}::uuid and ${status} is not null group by 1, 2)`
  const counts = new Map<string, StatusCounts>()
  for (const row of await db.selectFrom(counted.as('counted')).selectAll().execute())
    counts.set(row.control, { ...counts.get(row.control), [statusAt(row.status)]: row.count })
  return counts
}

/** How many rows a filter finds on a day. */
export async function countRows(
  { db, organization }: Reader,
  filter: RowFilter,
  asOf: string,
  today: string,
): Promise<number> {
  const counted = sql<{ count: number }>`(
    select count(*)::integer as count from matrix_row
    where organization = ${organization}::uuid and ${conditionOf(filter, columnsOn(asOf, today))})`
  const { count } = await db.selectFrom(counted.as('counted')).selectAll().executeTakeFirstOrThrow()
  return count
}

/** How many rows turned to a status and a state of their evidence on a day, less those that turned away from it. */
export interface Turn {
  readonly control: string
  readonly day: string
  readonly status: RowStatus
  readonly state: EvidenceState | null
  readonly change: number
}

/**
 * How the counts of the rows a filter finds changed from day to day; what turned before `from` turns on `from`. A span adds one on
 * its first day and takes it away on the first of the next, so the counts of every day are sums.
 */
export async function listTurns(
  { db, organization }: Reader,
  { system, vendor, controls, owner }: RowFilter,
  from: string,
  to: string,
): Promise<Turn[]> {
  const states = evidenceStateSchema.options
  const conditions = [
    ...(system === undefined ? [] : [sql`and r.system = ${system}`]),
    ...(vendor === undefined ? [] : [sql`and r.vendor = ${vendor}`]),
    ...(controls === undefined ? [] : [sql`and r.control = any(${[...controls]}::text[])`]),
  ]
  const owned = owner === undefined ? sql`` : sql`and ${owner} in (s.owner, s.backup)`
  const turned = sql<{ control: string; day: number; status: number; state: number | null; change: number }>`(
    with span as (
      select r.control, s.status, s.state, s.day, lead(s.day) over (partition by r.row_key order by s.place) as ends,
        true ${owned} as counts
      from matrix_row r, unnest(r.from_days, r.statuses, r.states, r.owners, r.backups)
        with ordinality as s (day, status, state, owner, backup, place)
      where r.organization = ${organization}::uuid ${sql.join(conditions, sql` `)}
    )
    select control, greatest(day, ${dayNumber(from)}) as day, status, state, sum(change)::integer as change from (
      select control, day, status, state, 1 as change from span where counts and status is not null
      union all
      select control, ends, status, state, -1 from span where counts and status is not null and ends is not null
    ) as turn
    where day <= ${dayNumber(to)} group by 1, 2, 3, 4 having sum(change) <> 0)`
  const rows = await db.selectFrom(turned.as('turned')).selectAll().orderBy('day').execute()
  return rows.map(({ control, day, status, state, change }) => ({
    control,
    day: dateOfDayNumber(day),
    status: statusAt(status),
    state: state === null ? null : (states[state] ?? null),
    change,
  }))
}

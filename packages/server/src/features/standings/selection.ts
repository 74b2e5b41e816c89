import { dayNumber, type RowStatus } from '@evidentia/core'
import { type RawBuilder, sql } from 'kysely'
import { neverDue, placeOf } from './rows.ts'

/** Which rows are asked for. Nothing named means all that owe something on the day. */
export interface RowFilter {
  readonly q?: string | undefined
  readonly status?: readonly RowStatus[] | undefined
  readonly area?: readonly string[] | undefined
  /** Any of these controls. */
  readonly controls?: readonly string[] | undefined
  readonly system?: string | undefined
  readonly vendor?: string | undefined
  /** The owner or the backup owner. */
  readonly owner?: string | undefined
  /** Only what is due on this day or later. */
  readonly dueFrom?: string | undefined
  /** Only what is due by this day. */
  readonly dueBy?: string | undefined
}

/** The columns that say how a row stands on one day: those of today are kept, others are read from the timeline. */
export interface DayColumns {
  readonly status: RawBuilder<number | null>
  readonly due: RawBuilder<number>
  readonly owner: RawBuilder<string | null>
  readonly backupOwner: RawBuilder<string | null>
  readonly evidenceTo: RawBuilder<number | null>
  readonly state: RawBuilder<number | null>
}

export function columnsOn(asOf: string, today: string): DayColumns {
  if (asOf === today)
    return {
      status: sql`status`,
      due: sql`due`,
      owner: sql`owner`,
      backupOwner: sql`backup_owner`,
      evidenceTo: sql`evidence_to`,
      state: sql`states[cardinality(states)]`,
    }
  // The place of the span that the day falls in; 0 before the first, where an array has nothing.
  const at = sql`width_bucket(${dayNumber(asOf)}::integer, from_days)`
  return {
    status: sql`statuses[${at}]`,
    due: sql`coalesce(dues[${at}], ${neverDue})`,
    owner: sql`owners[${at}]`,
    backupOwner: sql`backups[${at}]`,
    evidenceTo: sql`newest_to[${at}]`,
    state: sql`states[${at}]`,
  }
}

/** The condition a filter comes to, without that of the organization. */
export function conditionOf(filter: RowFilter, columns: DayColumns): RawBuilder<boolean> {
  const { q, status, area, controls, system, vendor, owner, dueFrom, dueBy } = filter
  const parts = [sql<boolean>`${columns.status} is not null`]
  if (status !== undefined) parts.push(sql`${columns.status} = any(${status.map(placeOf)}::smallint[])`)
  if (area !== undefined) parts.push(sql`area = any(${[...area]}::text[])`)
  if (controls !== undefined) parts.push(sql`control = any(${[...controls]}::text[])`)
  if (system !== undefined) parts.push(sql`system = ${system}`)
  if (vendor !== undefined) parts.push(sql`vendor = ${vendor}`)
  if (owner !== undefined) parts.push(sql`${owner} in (${columns.owner}, ${columns.backupOwner})`)
  if (dueFrom !== undefined) parts.push(sql`${columns.due} >= ${dayNumber(dueFrom)}`)
  if (dueBy !== undefined) parts.push(sql`${columns.due} <= ${dayNumber(dueBy)}`)
  if (q !== undefined && q !== '') parts.push(saying(q))
  return sql.join(parts, sql` and `)
}

/** Whether what a person may look for in a row holds `q`. */
export function saying(q: string): RawBuilder<boolean> {
  return sql<boolean>`said like ${`%${q.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`
}

import {
  dayNumber,
  describeRow,
  evidenceStateSchema,
  type Knowledge,
  lengthOfCadence,
  organizationOn,
  type RowIdentity,
  type RowStatus,
  rowStatuses,
  type Timeline,
} from '@evidentia/core'
import type { Insertable } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'

const states = evidenceStateSchema.options

/** Where nothing is due, which comes after every day. */
export const neverDue = 2_147_483_647

/** A status as the table keeps it: its place in the order of attention. */
export function placeOf(status: RowStatus): number {
  return rowStatuses.indexOf(status)
}

/** The status that stands at a place of the order of attention. */
export function statusAt(place: number): RowStatus {
  const status = rowStatuses[place]
  if (status === undefined) throw new RangeError(`There is no status ${place}.`)
  return status
}

/** The row as the table keeps it; null where it never owed anything. */
export function toTableRow(
  organization: string,
  row: RowIdentity,
  { spans, expires, last }: Timeline,
  knowledge: Knowledge,
  today: string,
): Insertable<Tables['matrix_row']> | null {
  const now = spans.at(-1)
  if (last === null || now === undefined) return null
  const { control, requirement, subjectName, cadence, systemOfRecord } = last.view.obligation
  const described = describeRow(last, knowledge, organizationOn(knowledge.history, today)?.frameworks ?? [])
  const said = [
    control.title,
    control.id,
    requirement.title,
    subjectName,
    requirement.artifact,
    systemOfRecord,
    control.area,
    ...(knowledge.catalog.links.get(control.id) ?? []).map((link) => link.requirement.id),
  ]
  return {
    organization,
    row_key: row.key,
    control: row.control,
    requirement: row.requirement,
    area: control.area,
    system: described.system,
    vendor: described.vendor,
    control_title: control.title,
    subject_name: subjectName,
    cadence_days: lengthOfCadence(cadence),
    said: said.join('\n').toLowerCase(),
    from_days: spans.map(({ from }) => dayNumber(from)),
    statuses: spans.map(({ status }) => (status === null ? null : placeOf(status))),
    dues: spans.map(({ due }) => numberOf(due)),
    sinces: spans.map(({ since }) => numberOf(since)),
    newest: spans.map(({ newest }) => newest),
    newest_to: spans.map(({ newestTo }) => numberOf(newestTo)),
    states: spans.map(({ state }) => (state === null ? null : states.indexOf(state))),
    owners: spans.map(({ owner }) => owner),
    backups: spans.map(({ backupOwner }) => backupOwner),
    status: now.status === null ? null : placeOf(now.status),
    due: numberOf(now.due) ?? neverDue,
    owner: now.owner,
    backup_owner: now.backupOwner,
    evidence_to: numberOf(now.newestTo),
    body: now.status === null ? null : JSON.stringify(described),
    expires: numberOf(expires),
  }
}

function numberOf(date: string | null): number | null {
  return date === null ? null : dayNumber(date)
}

import type { DraftOf, RecordBody } from '@evidentia/core'
import { createCsvImporter, type NotUnderstood } from '../source-file/csv-importer.ts'
import { hasHeaderOf } from '../source-file/csv-header.ts'
import { hrRosterLayout } from './importer.ts'
import { leaverRow, type LeaverRow, leaversLayout } from './leavers-schema.ts'

/** One person record for each row of a termination report. Who is not in it may work here or never have. */
export const hrLeaversImporter = createCsvImporter({
  id: 'hr-leavers',
  version: 1,
  title: 'HR leavers (CSV)',
  recordTypes: ['person'],
  layout: leaversLayout,
  recognizes: (columns, head) =>
    columns.has('employee_id') &&
    columns.has('termination_date') &&
    (columns.has('name') || columns.has('last_name')) &&
    !hasHeaderOf(hrRosterLayout, head),
  rowSchema: leaverRow,
  toRecord,
})

const kinds: Readonly<Record<string, RecordBody<'person'>['terminationKind']>> = {
  voluntary: 'voluntary',
  resignation: 'voluntary',
  involuntary: 'involuntary',
  dismissal: 'involuntary',
}

function toRecord(row: LeaverRow, line: number): DraftOf<'person'> | NotUnderstood {
  const names = [row.first_name, row.last_name].filter((part) => part !== null).join(' ')
  const name = row.name ?? names
  if (name === '') return { field: 'name', reason: 'the row does not say who left' }
  // Some reports list everyone: without a day, the row does not say that this person left.
  if (row.termination_date === null)
    return { field: 'termination_date', reason: `no day of leaving for ${row.employee_id.slice(0, 40)}` }
  return {
    type: 'person',
    key: row.employee_id,
    line,
    body: {
      employeeId: row.employee_id,
      name,
      email: row.email,
      username: row.username,
      title: row.job_title,
      department: row.department,
      managerId: row.manager,
      status: 'terminated',
      hired: row.hire_date,
      terminated: row.termination_date,
      terminationKind: kinds[row.termination_type?.toLowerCase() ?? ''] ?? null,
    },
  }
}

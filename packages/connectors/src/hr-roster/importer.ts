import type { DraftOf } from '@evidentia/core'
import { createCsvImporter } from '../source-file/csv-importer.ts'
import type { CsvLayout } from '../source-file/csv-header.ts'
import { hrRosterColumns, hrRosterRow } from './schema.ts'
import type { HrRosterRow } from './schema.ts'

export const hrRosterLayout: CsvLayout = { columns: hrRosterColumns, order: 'any' }

/** One person record for each row of the roster, leavers included. */
export const hrRosterImporter = createCsvImporter({
  id: 'hr-roster',
  version: 2,
  title: 'HR roster (CSV)',
  recordTypes: ['person'],
  layout: hrRosterLayout,
  rowSchema: hrRosterRow,
  keyColumn: 'employee_id',
  toRecord,
})

function toRecord(row: HrRosterRow, line: number): DraftOf<'person'> {
  return {
    type: 'person',
    key: row.employee_id,
    line,
    body: {
      employeeId: row.employee_id,
      name: `${row.first_name} ${row.last_name}`,
      email: row.work_email,
      title: row.job_title,
      department: row.department,
      managerId: row.manager_id,
      status: row.employment_status,
      hired: row.hire_date,
      terminated: row.termination_date,
    },
  }
}

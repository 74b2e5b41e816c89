import type { DraftOf } from '@evidentia/core'
import { createCsvImporter } from '../source-file/csv-importer.ts'
import { changeTicketColumns, changeTicketRow } from './schema.ts'
import type { ChangeTicketRow } from './schema.ts'

/** One change record for each ticket. */
export const changeTicketImporter = createCsvImporter({
  id: 'change-ticket-csv',
  version: 2,
  title: 'Change tickets (CSV)',
  recordTypes: ['change'],
  layout: { columns: changeTicketColumns, order: 'any' },
  rowSchema: changeTicketRow,
  keyColumn: 'key',
  toRecord,
})

function toRecord(row: ChangeTicketRow, line: number): DraftOf<'change'> {
  return {
    type: 'change',
    key: row.key,
    line,
    body: {
      key: row.key,
      summary: row.summary.trim(),
      type: row.type,
      status: row.status,
      requester: row.requester,
      approver: row.approver,
      approvedAt: row.approved_at,
      implementer: row.implementer,
      plannedStart: row.planned_start,
      plannedEnd: row.planned_end,
      implementedAt: row.implemented_at,
      systems: row.systems.split(';').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
      rollbackPlan: row.rollback_plan,
      testEvidence: row.test_evidence,
      validationResult: row.validation_result,
    },
  }
}

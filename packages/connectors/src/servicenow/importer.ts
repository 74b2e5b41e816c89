import type { DraftOf, RecordBody } from '@evidentia/core'
import { createCsvImporter, type NotUnderstood } from '../source-file/csv-importer.ts'
import type { LocalTimes } from '../source-file/local-times.ts'
import { changeLayout, changeRow, type ChangeRow, marksOfChange } from './schema.ts'

/** One change for each change request. */
export const serviceNowChangesImporter = createCsvImporter({
  id: 'servicenow-changes',
  version: 1,
  title: 'ServiceNow change requests (CSV)',
  recordTypes: ['change'],
  layout: changeLayout,
  recognizes: (columns) =>
    changeLayout.columns.every((column) => columns.has(column)) && marksOfChange.some((column) => columns.has(column)),
  rowSchema: changeRow,
  keyColumn: 'number',
  toRecord,
})

const types: Readonly<Record<string, RecordBody<'change'>['type']>> = {
  standard: 'standard',
  normal: 'normal',
  emergency: 'emergency',
}

const outcomes: Readonly<Record<string, RecordBody<'change'>['outcome']>> = {
  successful: 'successful',
  'successful with issues': 'successful',
  unsuccessful: 'failed',
  'backed out': 'rolled-back',
}

function toRecord(row: ChangeRow, line: number, times: LocalTimes): DraftOf<'change'> | NotUnderstood {
  const type = types[row.type.toLowerCase()]
  if (type === undefined)
    return { field: 'type', reason: `the type ${row.type.slice(0, 40)} is none of standard, normal, emergency` }
  const { closed_at, close_code } = row
  const isCanceled = /^cancell?ed$/i.test(row.state)
  return {
    type: 'change',
    key: row.number,
    line,
    body: {
      key: row.number,
      summary: row.short_description.trim(),
      type,
      status: row.state,
      outcome: isCanceled ? 'canceled' : (outcomes[close_code?.toLowerCase() ?? ''] ?? null),
      risk: row.risk,
      requester: row.requested_by ?? row.opened_by,
      requestedAt: times.read('opened_at', row.opened_at, line),
      approvedAt:
        row.approval?.toLowerCase() === 'approved' ? times.read('approval_set', row.approval_set, line) : null,
      implementer: row.assigned_to,
      plannedStart: times.read('start_date', row.start_date, line),
      plannedEnd: times.read('end_date', row.end_date, line),
      implementedAt: times.read('work_end', row.work_end, line),
      closedAt: times.read('closed_at', closed_at, line),
      systems: [...new Set([row.cmdb_ci, row.business_service].filter((name) => name !== null))],
      rollbackPlan: row.backout_plan,
      testEvidence: row.test_plan,
      validationResult: row.close_notes,
      links: row.parent === null ? null : [row.parent],
    },
  }
}

import { z } from 'zod'
import { optionalText, requiredText } from '../source-file/cell.ts'
import type { CsvLayout } from '../source-file/csv-header.ts'

/**
 * One change request. Source: ServiceNow documentation, "Export data from a list" and the fields of `change_request`. A list exports
 * the names of its fields or their labels.
 */
export const changeRow = z.object({
  number: requiredText,
  short_description: z.string(),
  type: requiredText,
  state: requiredText,
  risk: optionalText,
  approval: optionalText,
  approval_set: optionalText,
  requested_by: optionalText,
  opened_by: optionalText,
  opened_at: optionalText,
  assigned_to: optionalText,
  start_date: optionalText,
  end_date: optionalText,
  work_end: optionalText,
  closed_at: optionalText,
  close_code: optionalText,
  close_notes: optionalText,
  cmdb_ci: optionalText,
  business_service: optionalText,
  backout_plan: optionalText,
  test_plan: optionalText,
  parent: optionalText,
})
export type ChangeRow = z.output<typeof changeRow>

const required = ['number', 'short_description', 'type', 'state']

export const changeLayout: CsvLayout = {
  columns: required,
  optional: Object.keys(changeRow.shape).filter((name) => !required.includes(name)),
  known: {
    opened_at: ['Opened'],
    start_date: ['Planned start date'],
    end_date: ['Planned end date'],
    work_end: ['Actual end', 'Actual end date'],
    closed_at: ['Closed'],
    cmdb_ci: ['Configuration item'],
    business_service: ['Service'],
  },
  order: 'any',
}
/** What incidents and requests, which have numbers and states too, do not have. */
export const marksOfChange = ['risk', 'start_date', 'work_end', 'close_code', 'backout_plan', 'test_plan']

import { z } from 'zod'
import { optionalText, requiredText } from '../source-file/cell.ts'
import type { CsvLayout } from '../source-file/csv-header.ts'

const list = z.array(z.string())

/**
 * One issue. Source: Atlassian Support, "Export results from a search", CSV with all or the current fields, and "Fields in a change
 * request" of Jira Service Management for the fields of changes.
 */
export const jiraRow = z.object({
  'Issue key': requiredText,
  Summary: z.string(),
  'Issue Type': requiredText,
  Status: requiredText,
  'Status Category': optionalText,
  'Project key': optionalText,
  'Project name': optionalText,
  Priority: optionalText,
  Resolution: optionalText,
  Assignee: optionalText,
  Reporter: optionalText,
  Creator: optionalText,
  Created: optionalText,
  Updated: optionalText,
  Resolved: optionalText,
  'Due date': optionalText,
  Environment: optionalText,
  'Custom field (Change type)': optionalText,
  'Custom field (Change risk)': optionalText,
  'Custom field (Planned start)': optionalText,
  'Custom field (Planned end)': optionalText,
  'Custom field (Actual end)': optionalText,
  'Custom field (Backout plan)': optionalText,
  'Custom field (Test plan)': optionalText,
  'Custom field (Root cause)': optionalText,
  Labels: list,
  Components: list,
  'Custom field (Affected services)': list,
  'Outward issue link (Blocks)': list,
  'Inward issue link (Blocks)': list,
  'Outward issue link (Relates)': list,
  'Inward issue link (Relates)': list,
})
export type JiraRow = z.output<typeof jiraRow>

const required = ['Issue key', 'Summary', 'Issue Type', 'Status']
const repeated = Object.entries(jiraRow.shape).flatMap(([name, schema]) => (schema === list ? [name] : []))

export const jiraLayout: CsvLayout = {
  columns: required,
  optional: Object.keys(jiraRow.shape).filter((name) => !required.includes(name) && !repeated.includes(name)),
  repeated,
  known: {
    'Issue key': ['Key'],
    'Issue Type': ['Work type'],
    Components: ['Component/s'],
    'Custom field (Planned start)': ['Custom field (Change start date)', 'Custom field (Planned start date)'],
    'Custom field (Planned end)': ['Custom field (Change completion date)', 'Custom field (Planned end date)'],
  },
  order: 'any',
}

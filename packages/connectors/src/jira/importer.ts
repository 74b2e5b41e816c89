import { readDay } from '@evidentia/core'
import type { DraftOf, RecordBody } from '@evidentia/core'
import { createCsvImporter, type NotUnderstood } from '../source-file/csv-importer.ts'
import type { LocalTimes } from '../source-file/local-times.ts'
import { jiraLayout, jiraRow, type JiraRow } from './schema.ts'

/** One change for each issue whose type says it is one, one ticket for each other. */
export const jiraCsvImporter = createCsvImporter({
  id: 'jira-csv',
  version: 1,
  title: 'Jira issues (CSV)',
  recordTypes: ['change', 'ticket'],
  layout: jiraLayout,
  // A key and a type of their own: other tickets have a summary and a status too.
  recognizes: (columns) => columns.has('Issue key') && columns.has('Issue Type'),
  rowSchema: jiraRow,
  keyColumn: 'Issue key',
  toRecord: (row, line, times) => (isChange(row) ? toChange(row, line, times) : toTicket(row, line, times)),
})

function isChange(row: JiraRow): boolean {
  return /\bchange\b/i.test(row['Issue Type'])
}

const phases: Readonly<Record<string, RecordBody<'ticket'>['phase']>> = {
  'to do': 'open',
  'in progress': 'in-progress',
  done: 'done',
}

function toTicket(row: JiraRow, line: number, times: LocalTimes): DraftOf<'ticket'> {
  const systems = systemsOf(row)
  return {
    type: 'ticket',
    key: row['Issue key'],
    line,
    body: {
      key: row['Issue key'],
      summary: row.Summary.trim(),
      type: row['Issue Type'],
      project: row['Project key'] ?? row['Project name'],
      status: row.Status,
      phase: phases[row['Status Category']?.toLowerCase() ?? ''] ?? null,
      resolution: row.Resolution,
      priority: row.Priority,
      requester: row.Reporter ?? row.Creator,
      assignee: row.Assignee,
      created: times.read('Created', row.Created, line),
      updated: times.read('Updated', row.Updated, line),
      due: dayOf(row['Due date'], line, times),
      resolvedAt: times.read('Resolved', row.Resolved, line),
      labels: row.Labels,
      systems: systems.length === 0 ? null : systems,
      links: linksOf(row),
    },
  }
}

const changeTypes: Readonly<Record<string, RecordBody<'change'>['type']>> = {
  standard: 'standard',
  normal: 'normal',
  emergency: 'emergency',
}

function toChange(row: JiraRow, line: number, times: LocalTimes): DraftOf<'change'> | NotUnderstood {
  const type = changeTypeOf(row)
  if (type === null)
    return {
      field: 'Custom field (Change type)',
      reason: `the change ${row['Issue key'].slice(0, 40)} does not say whether it is standard, normal or emergency`,
    }
  return {
    type: 'change',
    key: row['Issue key'],
    line,
    body: {
      key: row['Issue key'],
      summary: row.Summary.trim(),
      type,
      status: row.Status,
      risk: row['Custom field (Change risk)'],
      requester: row.Reporter ?? row.Creator,
      requestedAt: times.read('Created', row.Created, line),
      implementer: row.Assignee,
      plannedStart: times.read('Custom field (Planned start)', row['Custom field (Planned start)'], line),
      plannedEnd: times.read('Custom field (Planned end)', row['Custom field (Planned end)'], line),
      implementedAt: times.read('Custom field (Actual end)', row['Custom field (Actual end)'], line),
      closedAt: times.read('Resolved', row.Resolved, line),
      systems: systemsOf(row),
      environment: row.Environment,
      rollbackPlan: row['Custom field (Backout plan)'],
      testEvidence: row['Custom field (Test plan)'],
      rootCause: row['Custom field (Root cause)'],
      links: linksOf(row),
    },
  }
}

/** By the field of Jira Service Management, or by an issue type such as "Emergency change". */
function changeTypeOf(row: JiraRow): RecordBody<'change'>['type'] | null {
  const said = row['Custom field (Change type)']?.toLowerCase()
  if (said !== undefined) return changeTypes[said] ?? null
  const [named] = /\b(?:standard|normal|emergency)\b/.exec(row['Issue Type'].toLowerCase()) ?? []
  return changeTypes[named ?? ''] ?? null
}

function systemsOf(row: JiraRow): string[] {
  return [...new Set([...row.Components, ...row['Custom field (Affected services)']])]
}

function linksOf(row: JiraRow): string[] | null {
  const links = [
    ...row['Outward issue link (Blocks)'],
    ...row['Inward issue link (Blocks)'],
    ...row['Outward issue link (Relates)'],
    ...row['Inward issue link (Relates)'],
  ]
  return links.length === 0 ? null : [...new Set(links)]
}

/** The day Jira shows for a due date, in its own spelling or that of ISO 8601; in any other it counts as a time that says nothing. */
function dayOf(text: string | null, line: number, times: LocalTimes): string | null {
  if (text === null) return null
  const day = readDay(text, 'DD/MMM/YY') ?? readDay(text, 'DD/MMM/YY h:mm A')
  return day ?? times.read('Due date', text, line)?.slice(0, 10) ?? null
}

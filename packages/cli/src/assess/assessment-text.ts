import type { Assessment, Finding, Row, RowStatus } from '@evidentia/core'
import { rowStatuses } from '@evidentia/core'
import type { Workload } from '../folder/read-workload.ts'
import { count, plainText } from '../output/plain-text.ts'

const groups: { readonly [S in RowStatus]: string } = {
  failing: 'Failing: the evidence is there and shows that the control does not hold',
  missing: 'Missing: evidence that is owed was never recorded',
  overdue: 'Overdue: the newest evidence is too old',
  unknown: 'Unknown: it cannot be judged, so it is not passed',
  'due-soon': 'Due soon',
  excepted: 'Excepted: an approved exception is in force',
  current: 'Current',
  'not-applicable': 'Not applicable',
}
const gaps: ReadonlySet<RowStatus> = new Set(['failing', 'missing', 'overdue', 'unknown'])

/** The matrix as text: what needs a person first, and why; what stands needs one line. */
export function renderAssessment(assessment: Assessment, { organization, evidence }: Workload): string {
  const { asOf, period, rows, findings } = assessment
  const open = rows.filter((row) => gaps.has(row.status)).length
  const lines = [
    `${organization.name}, as of ${asOf} (period ${period.from} to ${period.to}, ${count(evidence.length, 'evidence item')} in the folder)`,
    '',
    open === 0
      ? `Nothing is open: none of ${count(rows.length, 'row')} is failing, missing, overdue or unknown.`
      : `Not green: ${open} of ${count(rows.length, 'row')}, ${count(findings.length, 'finding')}.`,
    ...rowStatuses.flatMap((status) => renderGroup(status, rows)),
    ...renderFindings(findings),
  ]
  return `${lines.map(plainText).join('\n')}\n`
}

function renderGroup(status: RowStatus, rows: readonly Row[]): string[] {
  const members = rows.filter((row) => row.status === status)
  if (members.length === 0) return []
  return ['', `${groups[status]} (${members.length})`, ...renderRows(members, status !== 'current')]
}

function renderRows(rows: readonly Row[], withReasons: boolean): string[] {
  const cells = rows.map((row) => [
    `${row.control}/${row.requirement}`,
    row.subjectName,
    row.owner ?? 'nobody',
    describeDue(row),
  ])
  const widths = [0, 1, 2].map((at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)))
  return rows.flatMap((row, index) => {
    const line = (cells[index] ?? []).map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
    return [`  ${line.trimEnd()}`, ...(withReasons ? row.reasons.map((reason) => `      ${reason}`) : [])]
  })
}

function describeDue({ due, lastEvidence }: Row): string {
  const last = lastEvidence === null ? 'no evidence' : `last ${lastEvidence.effective.to}`
  return due === null ? last : `${last}, next due ${due}`
}

function renderFindings(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  const lines = findings.flatMap(({ severity, title, since, due, owner, facts, recurrences = 0 }) => [
    `  ${severity.padEnd(6)}  ${title} (since ${since}, ${due === null ? 'no term set' : `due ${due}`}, ${owner === null ? 'no owner' : `owner ${owner}`}${recurrences === 0 ? '' : `, reopened ${count(recurrences, 'time')}`})`,
    ...facts.map((fact) => `          ${fact}`),
  ])
  return ['', `Findings (${findings.length})`, ...lines]
}

import { rowFindingId } from '../findings/finding-id.ts'
import { whoAnswers } from '../findings/who-answers.ts'
import type { FindingTerms } from '../program/organization.ts'
import type { Program } from '../program/program.ts'
import { addDays, later } from '../time/date.ts'
import type { JudgedRow } from './judge-row.ts'
import type { Finding } from './row.ts'

const gapKinds = {
  failing: ['failing-check', 'high', 'does not hold'],
  missing: ['missing-evidence', 'high', 'evidence is missing'],
  overdue: ['overdue-evidence', 'medium', 'evidence is overdue'],
  unknown: ['unknown-result', 'medium', 'cannot be judged'],
} as const

/** The finding a row's standing gives rise to, or null. One row has at most one, with the same id every time it is found. */
export function findingOf(
  judged: JudgedRow,
  asOf: string,
  terms: FindingTerms | undefined,
  program: Program,
): Finding | null {
  if (judged.standing.status === 'excepted') return null
  const gap = gapOf(judged, asOf, terms)
  if (gap === null) return null
  const { owner, note } = whoAnswers(judged.view.obligation, program, asOf)
  return { ...gap, owner, facts: note === null ? gap.facts : [...gap.facts, note] }
}

/**
 * The gap of a row whether or not an exception covers it, under the owner its control names; null where nothing is wrong. It is due from
 * the day it opened, which for one that was gone in between is `since`.
 */
export function gapOf(
  { view, standing }: JudgedRow,
  asOf: string,
  terms: FindingTerms | undefined,
  since: string = standing.gap?.since ?? asOf,
): Finding | null {
  const { obligation } = view
  const status = standing.gap?.status
  if (status !== 'failing' && status !== 'missing' && status !== 'overdue' && status !== 'unknown') return null
  const [kind, severity, words] = gapKinds[status]
  const where = obligation.subject.kind === 'organization' ? '' : ` for ${obligation.subjectName}`
  const isAbsence = status === 'missing' || status === 'overdue'
  const term = dueAfter(since, severity, terms)
  // Nothing is to be closed before it is due.
  const due = isAbsence && standing.due !== null ? later(standing.due, term ?? standing.due) : term
  return {
    id: rowFindingId(obligation.key),
    kind,
    severity,
    title: `${obligation.requirement.title}${where}: ${words}`,
    control: obligation.control.id,
    requirement: obligation.requirement.id,
    system: obligation.subject.kind === 'system' ? obligation.subject.id : null,
    vendor: obligation.subject.kind === 'vendor' ? obligation.subject.id : null,
    owner: obligation.owner,
    since,
    due,
    facts: standing.explain(),
  }
}

/** The organization's own term for a severity, counted from the day the gap opened; null where it set none. */
export function dueAfter(since: string, severity: Finding['severity'], terms: FindingTerms | undefined): string | null {
  return terms === undefined ? null : addDays(since, terms[severity])
}

import type { FindingTerms } from '../program/organization.ts'
import { addDays } from '../time/date.ts'
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
  { view: { obligation }, standing }: JudgedRow,
  asOf: string,
  terms: FindingTerms | undefined,
): Finding | null {
  const { status } = standing
  if (status !== 'failing' && status !== 'missing' && status !== 'overdue' && status !== 'unknown') return null
  const [kind, severity, words] = gapKinds[status]
  const where = obligation.subject.kind === 'organization' ? '' : ` for ${obligation.subjectName}`
  const since = standing.since ?? asOf
  const isAbsence = status === 'missing' || status === 'overdue'
  return {
    id: `${kind}:${obligation.key}`,
    kind,
    severity,
    title: `${obligation.requirement.title}${where}: ${words}`,
    control: obligation.control.id,
    requirement: obligation.requirement.id,
    system: obligation.subject.kind === 'system' ? obligation.subject.id : null,
    vendor: obligation.subject.kind === 'vendor' ? obligation.subject.id : null,
    owner: obligation.owner,
    since,
    due: isAbsence ? standing.due : dueAfter(since, severity, terms),
    facts: standing.explain(),
  }
}

/** The organization's own term for a severity, counted from the day the gap opened; null where it set none. */
export function dueAfter(since: string, severity: Finding['severity'], terms: FindingTerms | undefined): string | null {
  return terms === undefined ? null : addDays(since, terms[severity])
}

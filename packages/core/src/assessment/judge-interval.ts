import type { Evidence } from '../evidence/evidence.ts'
import type { Interval } from '../time/cadence.ts'
import { addDays, dateOfInstant, earlier } from '../time/date.ts'
import { findException } from './exceptions.ts'
import type { Judgement, RowView } from './judgement.ts'
import type { KnownFacts } from './known-facts.ts'
import type { Obligation } from './obligations.ts'
import type { CheckOutcome, Occurrence, OccurrenceStatus } from './row.ts'
import { explainUnread, runChecks, summarizeResults } from './run-checks.ts'

/** An occurrence as judged. Its sentences are made when somebody reads them, since most are only counted. */
export interface JudgedOccurrence {
  readonly interval: Interval
  readonly due: string
  readonly status: OccurrenceStatus
  readonly evidence: readonly Evidence[]
  readonly checks: readonly CheckOutcome[]
  /** What was owed in this interval, at its end or on the day asked about. */
  readonly obligation: Obligation
  readonly explain: () => string[]
}

/** Judges one interval by the evidence that counts for it. */
export function judgeInterval(
  view: RowView,
  interval: Interval,
  evidence: readonly Evidence[],
  judgement: Judgement,
): JudgedOccurrence {
  const { obligation } = view
  const { asOf, facts } = judgement
  const due = addDays(interval.to, obligation.graceDays)
  const base = { interval, due, evidence, checks: [], obligation }
  const { notApplicable } = obligation
  if (notApplicable !== null) return { ...base, status: 'not-applicable', explain: () => [notApplicable] }
  if (interval.from > asOf) return { ...base, status: 'upcoming', explain: () => [] }
  const newest = evidence.at(-1)
  if (newest === undefined) {
    if (asOf <= due)
      return { ...base, status: 'due', explain: () => [`Evidence for ${interval.label} is due by ${due}.`] }
    if (obligation.cadence === 'continuous')
      return exceptedOr(
        base,
        'unknown',
        () => `Nothing was heard on ${interval.label}; silence is not passed.`,
        due,
        judgement,
      )
    return exceptedOr(base, 'missing', () => `No evidence for ${interval.label}; it was due on ${due}.`, due, judgement)
  }
  const checks = runChecks(view, newest, earlier(interval.to, asOf), judgement)
  const judged = { ...base, checks }
  const failed = checks.filter((c) => c.verdict === 'not-met')
  if (failed.length > 0)
    return exceptedOr(judged, 'failing', () => summarizeResults(failed), earlier(due, asOf), judgement)
  const unclear = checks.filter((c) => c.verdict === 'unknown')
  if (unclear.length > 0)
    return exceptedOr(judged, 'unknown', () => summarizeResults(unclear), earlier(due, asOf), judgement)
  const why = explainUnread(newest)
  if (why !== null) return exceptedOr(judged, 'unknown', () => why, earlier(due, asOf), judgement)
  const first = evidence.map((e) => dateOfInstant(e.collectedAt, facts.timeZone)).reduce(earlier)
  const collected = `${newest.artifact.name} was collected on ${first}`
  if (first <= due) return { ...judged, status: 'on-time', explain: () => [`${collected}.`] }
  return { ...judged, status: 'late', explain: () => [`${collected}, after the due date ${due}.`] }
}

function exceptedOr(
  base: Omit<JudgedOccurrence, 'status' | 'explain'>,
  status: OccurrenceStatus,
  reason: () => string,
  day: string,
  judgement: Judgement,
): JudgedOccurrence {
  const exception = findException(base.obligation, day, judgement)
  if (exception === undefined) return { ...base, status, explain: () => [reason()] }
  return { ...base, status: 'excepted', explain: () => [exception, reason()] }
}

/** An occurrence with its sentences. */
export function describeOccurrence(occurrence: JudgedOccurrence): Occurrence {
  const { interval, due, status, evidence, checks, obligation, explain } = occurrence
  return {
    interval,
    due,
    status,
    evidence: evidence.map((e) => e.id),
    checks: [...checks],
    owner: obligation.owner,
    controlVersion: obligation.control.version,
    reasons: explain(),
  }
}

/** An interval for which all that came was rejected: nothing is proved, and nothing is simply missing either. */
export function tellRejection(
  occurrence: JudgedOccurrence,
  rejected: readonly Evidence[],
  facts: KnownFacts,
): JudgedOccurrence {
  if (occurrence.status !== 'due' && occurrence.status !== 'missing') return occurrence
  const explain = () => [...rejected.map((e) => describeRejection(e, facts)), ...occurrence.explain()]
  return { ...occurrence, status: 'unknown', evidence: rejected, explain }
}

/** Whether all the evidence of `occurrence` was rejected. */
export function isRejected({ status, evidence }: JudgedOccurrence, facts: KnownFacts): boolean {
  return (
    status === 'unknown' && evidence.length > 0 && evidence.every((e) => facts.lifecycleOf(e.id).state === 'rejected')
  )
}

/** Who rejected `evidence` and why, in a sentence. */
export function describeRejection(evidence: Evidence, facts: KnownFacts): string {
  const { review } = facts.lifecycleOf(evidence.id)
  const why = review === null || review.note === null ? '.' : `: ${review.note}`
  return `${evidence.artifact.name} was rejected by ${review?.by ?? 'a reviewer'}${why}`
}

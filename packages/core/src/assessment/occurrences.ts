import type { z } from 'zod'
import type { Check } from '../checks/check.ts'
import type { CheckShelf } from '../checks/find-check.ts'
import { findCheck } from '../checks/find-check.ts'
import type { CheckSources } from '../checks/input.ts'
import { makeCheckInput } from '../checks/input.ts'
import { runCheck } from '../checks/run-check.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { ProgramDocument } from '../program/document.ts'
import type { Program } from '../program/program.ts'
import { programOn } from '../program/program.ts'
import type { Interval } from '../time/cadence.ts'
import { intervalsBetween } from '../time/cadence.ts'
import type { DateRange } from '../time/date.ts'
import { addDays, dateOfInstant } from '../time/date.ts'
import type { Obligation } from './obligations.ts'
import type { Occurrence, OccurrenceStatus, checkResultSchema } from './row.ts'
import type { VisibleFacts } from './visible-facts.ts'
import { newestWith, recordsOf } from './visible-facts.ts'

type CheckOutcome = z.infer<typeof checkResultSchema>

/** Everything an obligation is judged by. */
export interface Judgement {
  readonly asOf: string
  readonly timeZone: string
  readonly facts: VisibleFacts
  readonly checks: CheckShelf
  /** The programme of a day, as known. */
  readonly programOn: (day: string) => Program
}

/** The programme of each day asked for, computed once. */
export function rememberPrograms(
  documents: readonly ProgramDocument[],
  knownAt: string | undefined,
): (day: string) => Program {
  const programs = new Map<string, Program>()
  return (day) => {
    const known = programs.get(day) ?? programOn(documents, day, knownAt)
    programs.set(day, known)
    return known
  }
}

/** The occurrences of `obligation` within `window`, oldest first. Those that begin after `asOf` are `upcoming`. */
export function listOccurrences(obligation: Obligation, window: DateRange, judgement: Judgement): Occurrence[] {
  const from = later(window.from, obligation.owed.from)
  const to = obligation.owed.to === undefined ? window.to : earlier(window.to, obligation.owed.to)
  if (from > to) return []
  const { byRow, rejectedByRow } = judgement.facts
  const evidence = byRow.get(obligation.key) ?? []
  const rejected = rejectedByRow.get(obligation.key) ?? []
  return intervalsBetween(obligation.cadence, from, to).map((interval) => {
    const owedPart = { from: later(interval.from, obligation.owed.from), to: interval.to }
    const own = evidence.filter((e) => countsFor(e, interval, owedPart))
    const refused = rejected.filter((e) => countsFor(e, interval, owedPart))
    const occurrence = judgeInterval(obligation, interval, own, judgement)
    return own.length > 0 || refused.length === 0 ? occurrence : tellRejection(occurrence, refused, judgement)
  })
}

/** An interval for which all that came was rejected: nothing is proved, and nothing is simply missing either. */
function tellRejection(occurrence: Occurrence, rejected: readonly Evidence[], { facts }: Judgement): Occurrence {
  if (occurrence.status !== 'due' && occurrence.status !== 'missing') return occurrence
  const reasons = [...rejected.map((e) => describeRejection(e, facts)), ...occurrence.reasons]
  return { ...occurrence, status: 'unknown', evidence: rejected.map((e) => e.id), reasons }
}

/** Whether all the evidence of `occurrence` was rejected. */
export function isRejected({ status, evidence }: Occurrence, facts: VisibleFacts): boolean {
  return (
    status === 'unknown' && evidence.length > 0 && evidence.every((id) => facts.lifecycleOf(id).state === 'rejected')
  )
}

/** Who rejected `evidence` and why, in a sentence. */
export function describeRejection(evidence: Evidence, facts: VisibleFacts): string {
  const { review } = facts.lifecycleOf(evidence.id)
  const why = review === null || review.note === null ? '.' : `: ${review.note}`
  return `${evidence.artifact.name} was rejected by ${review?.by ?? 'a reviewer'}${why}`
}

/** Runs every check of `obligation` on `evidence` (null: the programme alone), as things stood on `day`. */
export function runChecks(
  obligation: Obligation,
  evidence: Evidence | null,
  day: string,
  judgement: Judgement,
): CheckOutcome[] {
  return (obligation.requirement.checks ?? []).flatMap((id) => {
    const check = findCheck(judgement.checks, id, judgement.programOn(day))
    if (check === undefined) {
      return [
        {
          check: id,
          version: 0,
          asserts: id,
          verdict: 'unknown' as const,
          summary: `The check ${id} is not installed.`,
          items: [],
          itemTotal: 0,
        },
      ]
    }
    if (evidence === null && check.population.length > 0) return []
    const on = evidence === null || check.population.length === 0 ? day : earlier(evidence.effective.to, day)
    const result = runCheck(check, makeCheckInput(check, sourcesOf(check, obligation, evidence, on, judgement)))
    return [
      {
        check: id,
        version: result.version,
        asserts: result.asserts,
        verdict: result.verdict,
        summary: result.summary,
        items: result.items.filter((item) => item.verdict !== 'met' && item.verdict !== 'not-applicable'),
        itemTotal: result.items.length,
      },
    ]
  })
}

/**
 * An artifact counts for the interval in which its effective period ends, and for every interval whose owed part
 * it covers whole (an agreement signed for three years covers each of them).
 */
function countsFor(evidence: Evidence, interval: Interval, owedPart: DateRange): boolean {
  const { from, to } = evidence.effective
  return (interval.from <= to && to <= interval.to) || (from <= owedPart.from && owedPart.to <= to)
}

function judgeInterval(
  obligation: Obligation,
  interval: Interval,
  evidence: readonly Evidence[],
  judgement: Judgement,
): Occurrence {
  const { asOf, timeZone } = judgement
  const due = addDays(interval.to, obligation.graceDays)
  const base = { interval, due, evidence: evidence.map((e) => e.id), checks: [] as CheckOutcome[] }
  if (obligation.notApplicable !== null)
    return { ...base, status: 'not-applicable', reasons: [obligation.notApplicable] }
  if (interval.from > asOf) return { ...base, status: 'upcoming', reasons: [] }
  const newest = evidence.at(-1)
  if (newest === undefined) {
    if (asOf <= due) return { ...base, status: 'due', reasons: [`Evidence for ${interval.label} is due by ${due}.`] }
    const reason = `No evidence for ${interval.label}; it was due on ${due}.`
    return { ...base, ...exceptedOr(obligation, 'missing', reason, due, judgement) }
  }
  const checks = runChecks(obligation, newest, earlier(interval.to, asOf), judgement)
  const failed = checks.filter((c) => c.verdict === 'not-met')
  const unclear = checks.filter((c) => c.verdict === 'unknown')
  if (failed.length > 0) {
    return { ...base, checks, ...exceptedOr(obligation, 'failing', summarize(failed), earlier(due, asOf), judgement) }
  }
  if (unclear.length > 0) {
    return { ...base, checks, ...exceptedOr(obligation, 'unknown', summarize(unclear), earlier(due, asOf), judgement) }
  }
  const first = earliest(evidence.map((e) => dateOfInstant(e.collectedAt, timeZone)))
  if (first <= due)
    return { ...base, checks, status: 'on-time', reasons: [`${newest.artifact.name} was collected on ${first}.`] }
  return {
    ...base,
    checks,
    status: 'late',
    reasons: [`${newest.artifact.name} was collected on ${first}, after the due date ${due}.`],
  }
}

function exceptedOr(
  obligation: Obligation,
  status: OccurrenceStatus,
  reason: string,
  day: string,
  judgement: Judgement,
): { status: OccurrenceStatus; reasons: string[] } {
  const exception = findException(obligation, day, judgement)
  return exception === undefined ? { status, reasons: [reason] } : { status: 'excepted', reasons: [exception, reason] }
}

/** The sentence of the approved exception that covers `obligation` on `day`, if one does. */
export function findException(obligation: Obligation, day: string, judgement: Judgement): string | undefined {
  const id = `${obligation.control.id}/${obligation.requirement.id}`
  for (const e of judgement.programOn(judgement.asOf).exception.values()) {
    if (e.requirement !== id || day < e.approved || e.expires < day || e.approved > judgement.asOf) continue
    const named = e.system ?? e.vendor
    const own = obligation.subject.kind === 'organization' ? undefined : obligation.subject.id
    if (named !== undefined && named !== own) continue
    return `Excepted until ${e.expires}, approved by ${e.approvedBy}: ${e.compensatingControl}`
  }
  return undefined
}

/** Where what `check` sees of the row of `obligation` comes from, as things stood on `day`. */
export function sourcesOf(
  check: Check,
  obligation: Obligation,
  evidence: Evidence | null,
  day: string,
  { facts, programOn: programOf }: Judgement,
): CheckSources {
  const own = facts.byRow.get(obligation.key) ?? []
  return {
    subject: obligation.subject,
    program: programOf(day),
    asOf: day,
    parameters: obligation.requirement.parameters?.[check.id] ?? {},
    evidence,
    earlier: evidence === null ? [] : own.slice(0, own.indexOf(evidence)).toReversed(),
    newest: (type) => newestWith(facts, type, day),
    read: (source, type) => recordsOf(facts, source, type),
    reviewOf: (id) => facts.lifecycleOf(id).review,
  }
}

function summarize(results: readonly CheckOutcome[]): string {
  return results.map((r) => `${r.check}: ${r.summary}`).join(' ')
}

function earliest(days: readonly string[]): string {
  return days.reduce((a, b) => (b < a ? b : a))
}

function later(a: string, b: string): string {
  return a > b ? a : b
}

function earlier(a: string, b: string): string {
  return a < b ? a : b
}

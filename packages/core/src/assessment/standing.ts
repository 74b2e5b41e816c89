import type { Evidence } from '../evidence/evidence.ts'
import { intervalAt, ruleOf } from '../time/cadence.ts'
import { lengthOfCadence } from '../time/cadence-words.ts'
import { addDays, daysBetween } from '../time/date.ts'
import { explainEvents, findEventGap } from './event-standing.ts'
import { findException } from './exceptions.ts'
import type { Judgement, RowView } from './judgement.ts'
import { owedSince } from './judgement.ts'
import type { JudgedOccurrence } from './judge-interval.ts'
import { describeRejection, isRejected } from './judge-interval.ts'
import type { RowStatus } from './row.ts'
import { explainUnread, runChecks } from './run-checks.ts'

/** Where a row stands on the day asked about, since when, and by when the next artifact is owed. */
export interface Standing {
  readonly status: RowStatus
  readonly due: string | null
  /** The day the gap opened; null where there is none. */
  readonly since: string | null
  readonly newest: Evidence | null
  /** What is not in order, be it excepted or not; null where all is. */
  readonly gap: Gap | null
  readonly explain: () => string[]
}

/** Why a row is not in order, and since when. */
export interface Gap {
  readonly status: RowStatus
  readonly since: string
  readonly explain: () => string[]
}

/**
 * The standing of a row from its occurrences. Nothing is green by absence: with no evidence at all the row is
 * `missing` from the first day, and an interval missed within the window keeps it `missing` even after later ones
 * were met, because the period it belongs to will be audited whole.
 */
export function computeStanding(
  view: RowView,
  occurrences: readonly JudgedOccurrence[],
  judgement: Judgement,
): Standing {
  const { asOf } = judgement
  const { obligation } = view
  const proving = view.evidence.at(-1) ?? null
  // Rejected evidence proves nothing, but a row that has only that is shown with it.
  const newest = proving ?? view.rejected.at(-1) ?? null
  const { notApplicable } = obligation
  if (notApplicable !== null)
    return { status: 'not-applicable', due: null, since: null, newest, gap: null, explain: () => [notApplicable] }
  const isByEvent = ruleOf(obligation.cadence).kind === 'event'
  const begun = occurrences.filter((o) => o.status !== 'upcoming')
  const due = nextDue(view, begun, judgement)
  const gap =
    findFailure(view, begun, proving, judgement) ??
    findAbsence(view, begun, newest, due, isByEvent) ??
    findSilence(begun) ??
    (isByEvent ? findEventGap(view, judgement) : null) ??
    findRejection(begun, proving, newest, judgement) ??
    findUnknown(view, begun, proving, judgement) ??
    findMissingOwner(view, judgement)
  if (gap !== null) {
    const exception = findException(obligation, asOf, judgement)
    if (exception === undefined) return { ...gap, due, newest, gap }
    return { status: 'excepted', due, since: null, newest, gap, explain: () => [exception, ...gap.explain()] }
  }
  const last = (): string[] => [
    ...(isByEvent ? explainEvents(view, begun.length, judgement) : []),
    ...(newest === null
      ? []
      : [`Newest evidence: ${newest.artifact.name}, for ${newest.effective.from} to ${newest.effective.to}.`]),
  ]
  const soon = dueSoonDays(obligation.cadence)
  const urgent = begun.find((o) => o.status === 'due' && asOf >= addDays(o.interval.to, -soon))
  const base = { due, since: null, newest, gap: null }
  if (urgent !== undefined) return { ...base, status: 'due-soon', explain: () => [...urgent.explain(), ...last()] }
  const explain = (): string[] => [
    ...last(),
    ...begun.filter((o) => o.status === 'late').flatMap((o) => o.explain()),
    ...begun.filter((o) => o.status === 'excepted').flatMap((o) => o.explain().slice(0, 1)),
  ]
  return { ...base, status: 'current', explain }
}

/** Days before an interval ends in which its missing artifact already asks for attention: more for longer intervals. */
export function dueSoonDays(cadence: string): number {
  const length = lengthOfCadence(cadence)
  const [, days] = [
    [365, 30],
    [180, 21],
    [90, 14],
    [28, 7],
    [7, 2],
  ].find(([atLeast = 0]) => length >= atLeast) ?? [0, 0]
  return ruleOf(cadence).kind === 'event' ? 2 : (days ?? 0)
}

/** A check that the newest evidence, or the programme itself, does not meet. */
function findFailure(
  view: RowView,
  begun: readonly JudgedOccurrence[],
  newest: Evidence | null,
  judgement: Judgement,
): Gap | null {
  const now = runChecks(view, newest, judgement.asOf, judgement)
  const failed = now.filter((c) => c.verdict === 'not-met')
  if (failed.length === 0) return null
  const since = failingSince(view, begun, newest, judgement)
  return { status: 'failing', since, explain: () => failed.map((c) => `${c.check}: ${c.summary}`) }
}

/** The day the present failure began: of the evidence that first showed it, or on which the programme itself stopped meeting it. */
function failingSince(
  view: RowView,
  begun: readonly JudgedOccurrence[],
  newest: Evidence | null,
  judgement: Judgement,
): string {
  const judged = begun.filter((o) => o.evidence.length > 0)
  const first = judged[judged.findLastIndex((o) => o.status !== 'failing') + 1]
  const shown = first?.evidence.at(-1) ?? newest
  const holdsOn = (day: string): boolean => runChecks(view, shown, day, judgement).every((c) => c.verdict !== 'not-met')
  if (shown !== null && !holdsOn(shown.effective.to)) return shown.effective.to
  return firstDayFailing(owedSince(view), judgement.asOf, holdsOn)
}

/** Finds where `holdsOn` turns false between `from` and `to`, where it is false, in as many steps as their distance has bits. */
function firstDayFailing(from: string, to: string, holdsOn: (day: string) => boolean): string {
  if (!holdsOn(from)) return from
  let [good, bad] = [from, to]
  while (addDays(good, 1) < bad) {
    const middle = addDays(good, Math.floor(daysBetween(good, bad) / 2))
    if (holdsOn(middle)) good = middle
    else bad = middle
  }
  return bad
}

/** Evidence that never came, or did not come for an interval whose time is over. */
function findAbsence(
  view: RowView,
  begun: readonly JudgedOccurrence[],
  newest: Evidence | null,
  due: string | null,
  isByEvent: boolean,
): Gap | null {
  const missed = begun.filter((o) => o.status === 'missing')
  const first = missed[0]
  const explainMissed = (): string[] => missed.flatMap((o) => o.explain())
  if (newest === null && !isByEvent) {
    const by = due === null ? '' : ` The first is due by ${due}.`
    if (first === undefined)
      return { status: 'missing', since: owedSince(view), explain: () => [`No evidence has been recorded.${by}`] }
    const explain = () => ['No evidence has been recorded.', ...explainMissed()]
    return { status: 'missing', since: addDays(first.due, 1), explain }
  }
  if (first === undefined) return null
  const tail = begun.findLastIndex((o) => o.evidence.length > 0)
  const isOnlyAtTheEnd = begun.every((o, n) => o.status !== 'missing' || n > tail)
  return {
    status: isOnlyAtTheEnd && !isByEvent ? 'overdue' : 'missing',
    since: addDays(first.due, 1),
    explain: explainMissed,
  }
}

/** Days on which a continuous source said nothing. Silence is not passed, also when it has ended. */
function findSilence(begun: readonly JudgedOccurrence[]): Gap | null {
  const silent = begun.filter((o) => o.status === 'unknown' && o.evidence.length === 0)
  const [first] = silent
  if (first === undefined) return null
  const explain = (): string[] => [
    ...silent.slice(0, 5).flatMap((o) => o.explain()),
    ...(silent.length > 5 ? [`${silent.length - 5} more days were silent.`] : []),
  ]
  return { status: 'unknown', since: first.interval.from, explain }
}

/** Intervals for which everything that came was rejected by its reviewer. Rejected is not proved. */
function findRejection(
  begun: readonly JudgedOccurrence[],
  proving: Evidence | null,
  newest: Evidence | null,
  { facts }: Judgement,
): Gap | null {
  const rejected = begun.filter((o) => isRejected(o, facts))
  const first = rejected[0]
  if (first !== undefined)
    return { status: 'unknown', since: first.interval.from, explain: () => rejected.flatMap((o) => o.explain()) }
  if (proving !== null || newest === null) return null
  return { status: 'unknown', since: newest.effective.from, explain: () => [describeRejection(newest, facts)] }
}

/** A check that cannot tell. Unknown is not passed. */
function findUnknown(
  view: RowView,
  begun: readonly JudgedOccurrence[],
  newest: Evidence | null,
  judgement: Judgement,
): Gap | null {
  const unclear = runChecks(view, newest, judgement.asOf, judgement).filter((c) => c.verdict === 'unknown')
  const unread = newest === null ? null : explainUnread(newest)
  if (unclear.length === 0 && unread === null) return null
  const since = begun.findLast((o) => o.status === 'unknown')?.interval.from ?? newest?.effective.to ?? judgement.asOf
  return {
    status: 'unknown',
    since,
    explain: () => [...unclear.map((c) => `${c.check}: ${c.summary}`), ...(unread === null ? [] : [unread])],
  }
}

/** A control nobody answers for is not green, however good its evidence (R-CTL-2). */
function findMissingOwner(view: RowView, { asOf, history }: Judgement): Gap | null {
  const { owner } = view.obligation
  const person = owner === null ? undefined : history.on(asOf).person.get(owner)
  if (person === undefined)
    return { status: 'unknown', since: owedSince(view), explain: () => ['No accountable owner is assigned.'] }
  const { left, name } = person
  if (left === undefined || left > asOf) return null
  return { status: 'unknown', since: left, explain: () => [`The accountable owner, ${name}, left on ${left}.`] }
}

/** The due day of the oldest artifact still owed, which may have passed; with none owed, that of the next interval. */
function nextDue(view: RowView, begun: readonly JudgedOccurrence[], { asOf, facts }: Judgement): string | null {
  const open = begun.find((o) => o.status === 'missing' || o.status === 'due' || isRejected(o, facts))
  if (open !== undefined) return open.due
  const { cadence, graceDays, ends } = view.obligation
  if (ruleOf(cadence).kind === 'event') return null
  const start = view.stretches.findLast((s) => s.obligation.cadence !== cadence)?.to
  const from = start === undefined || start === null ? owedSince(view) : addDays(start, 1)
  const current = intervalAt(cadence, asOf, from)
  const next = intervalAt(cadence, addDays(current.to, 1), from)
  return ends !== null && next.from > ends ? null : addDays(next.to, graceDays)
}

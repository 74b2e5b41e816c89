import type { Evidence } from '../evidence/evidence.ts'
import { intervalAt } from '../time/cadence.ts'
import { addDays, daysBetween } from '../time/date.ts'
import type { Obligation } from './obligations.ts'
import type { Judgement } from './occurrences.ts'
import { describeRejection, findException, isRejected, runChecks } from './occurrences.ts'
import type { Occurrence, RowStatus } from './row.ts'

/** Where an obligation stands on the as-of day, why, since when, and by when the next artifact is owed. */
export interface Standing {
  readonly status: RowStatus
  readonly reasons: readonly string[]
  readonly due: string | null
  /** The day the gap opened; null where there is none. */
  readonly since: string | null
  readonly newest: Evidence | null
}

interface Gap {
  readonly status: RowStatus
  readonly reasons: readonly string[]
  readonly since: string
}

/** Days before an interval ends in which its missing artifact already asks for attention. */
const dueSoonDays = { daily: 0, weekly: 2, monthly: 7, quarterly: 14, 'semi-annual': 21, annual: 30 } as const

/**
 * The standing of `obligation` from its occurrences. Nothing is green by absence: with no evidence at all the row is
 * `missing` from the first day, and an interval missed within the window keeps it `missing` even after later ones
 * were met, because the period it belongs to will be audited whole.
 */
export function computeStanding(
  obligation: Obligation,
  occurrences: readonly Occurrence[],
  judgement: Judgement,
): Standing {
  const { asOf } = judgement
  const proving = judgement.facts.byRow.get(obligation.key)?.at(-1) ?? null
  // Rejected evidence proves nothing, but a row that has only that is shown with it.
  const newest = proving ?? judgement.facts.rejectedByRow.get(obligation.key)?.at(-1) ?? null
  if (obligation.notApplicable !== null) {
    return { status: 'not-applicable', reasons: [obligation.notApplicable], due: null, since: null, newest }
  }
  const begun = occurrences.filter((o) => o.status !== 'upcoming')
  const due = nextDue(obligation, begun, judgement)
  const gap =
    findFailure(obligation, begun, proving, judgement) ??
    findAbsence(obligation, begun, newest, due) ??
    findRejection(begun, proving, newest, judgement) ??
    findUnknown(obligation, begun, proving, judgement) ??
    findMissingOwner(obligation, judgement)
  if (gap !== null) {
    const exception = findException(obligation, asOf, judgement)
    if (exception !== undefined)
      return { status: 'excepted', reasons: [exception, ...gap.reasons], due, since: null, newest }
    return { ...gap, due, newest }
  }
  const open = begun.filter((o) => o.status === 'due')
  const urgent = open.find((o) => asOf >= addDays(o.interval.to, -dueSoonDays[obligation.cadence]))
  const last =
    newest === null
      ? []
      : [`Newest evidence: ${newest.artifact.name}, for ${newest.effective.from} to ${newest.effective.to}.`]
  if (urgent !== undefined)
    return { status: 'due-soon', reasons: [...urgent.reasons, ...last], due, since: null, newest }
  const excepted = begun.filter((o) => o.status === 'excepted').flatMap((o) => o.reasons.slice(0, 1))
  const late = begun.filter((o) => o.status === 'late').flatMap((o) => o.reasons)
  return { status: 'current', reasons: [...last, ...late, ...excepted], due, since: null, newest }
}

/** A check that the newest evidence, or the programme itself, does not meet. */
function findFailure(
  obligation: Obligation,
  begun: readonly Occurrence[],
  newest: Evidence | null,
  judgement: Judgement,
): Gap | null {
  const now = runChecks(obligation, newest, judgement.asOf, judgement)
  const failed = now.filter((c) => c.verdict === 'not-met')
  if (failed.length === 0) return null
  const since = failingSince(obligation, begun, newest, judgement)
  return { status: 'failing', reasons: failed.map((c) => `${c.check}: ${c.summary}`), since }
}

/** The day the present failure began: of the evidence that first showed it, or on which the programme itself stopped meeting it. */
function failingSince(
  obligation: Obligation,
  begun: readonly Occurrence[],
  newest: Evidence | null,
  judgement: Judgement,
): string {
  const judged = begun.filter((o) => o.evidence.length > 0)
  const first = judged[judged.findLastIndex((o) => o.status !== 'failing') + 1]
  const own = judgement.facts.byRow.get(obligation.key) ?? []
  const shown = own.find((e) => e.id === first?.evidence.at(-1)) ?? newest
  const holdsOn = (day: string): boolean =>
    runChecks(obligation, shown, day, judgement).every((c) => c.verdict !== 'not-met')
  if (shown !== null && !holdsOn(shown.effective.to)) return shown.effective.to
  return firstDayFailing(obligation.owed.from, judgement.asOf, holdsOn)
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
  obligation: Obligation,
  begun: readonly Occurrence[],
  newest: Evidence | null,
  due: string | null,
): Gap | null {
  const missed = begun.filter((o) => o.status === 'missing')
  const first = missed[0]
  if (newest === null) {
    const by = due === null ? '' : ` The first is due by ${due}.`
    const reasons =
      first === undefined
        ? [`No evidence has been recorded.${by}`]
        : ['No evidence has been recorded.', ...missed.flatMap((o) => o.reasons)]
    return { status: 'missing', reasons, since: first === undefined ? obligation.owed.from : addDays(first.due, 1) }
  }
  if (first === undefined) return null
  const tail = begun.findLastIndex((o) => o.evidence.length > 0)
  const onlyAtTheEnd = missed.every((o) => begun.indexOf(o) > tail)
  return {
    status: onlyAtTheEnd ? 'overdue' : 'missing',
    reasons: missed.flatMap((o) => o.reasons),
    since: addDays(first.due, 1),
  }
}

/** Intervals for which everything that came was rejected by its reviewer. Rejected is not proved. */
function findRejection(
  begun: readonly Occurrence[],
  proving: Evidence | null,
  newest: Evidence | null,
  { facts }: Judgement,
): Gap | null {
  const rejected = begun.filter((o) => isRejected(o, facts))
  const first = rejected[0]
  if (first !== undefined)
    return { status: 'unknown', reasons: rejected.flatMap((o) => o.reasons), since: first.interval.from }
  if (proving !== null || newest === null) return null
  return { status: 'unknown', reasons: [describeRejection(newest, facts)], since: newest.effective.from }
}

/** A check that cannot tell. Unknown is not passed. */
function findUnknown(
  obligation: Obligation,
  begun: readonly Occurrence[],
  newest: Evidence | null,
  judgement: Judgement,
): Gap | null {
  const unclear = runChecks(obligation, newest, judgement.asOf, judgement).filter((c) => c.verdict === 'unknown')
  if (unclear.length === 0) return null
  const since = begun.findLast((o) => o.status === 'unknown')?.interval.from ?? newest?.effective.to ?? judgement.asOf
  return { status: 'unknown', reasons: unclear.map((c) => `${c.check}: ${c.summary}`), since }
}

/** A control nobody answers for is not green, however good its evidence (R-CTL-2). */
function findMissingOwner(obligation: Obligation, judgement: Judgement): Gap | null {
  const { owner } = obligation
  const people = judgement.programOn(judgement.asOf).person
  const person = owner === null ? undefined : people.get(owner)
  if (person === undefined)
    return { status: 'unknown', reasons: ['No accountable owner is assigned.'], since: obligation.owed.from }
  if (person.left === undefined || person.left > judgement.asOf) return null
  return {
    status: 'unknown',
    reasons: [`The accountable owner, ${person.name}, left on ${person.left}.`],
    since: person.left,
  }
}

/** The due day of the oldest artifact still owed, which may have passed; with none owed, that of the next interval. */
function nextDue(obligation: Obligation, begun: readonly Occurrence[], { asOf, facts }: Judgement): string | null {
  const open = begun.find((o) => o.status === 'missing' || o.status === 'due' || isRejected(o, facts))
  if (open !== undefined) return open.due
  const current = intervalAt(obligation.cadence, asOf)
  const next = intervalAt(obligation.cadence, addDays(current.to, 1))
  return addDays(next.to, obligation.graceDays)
}

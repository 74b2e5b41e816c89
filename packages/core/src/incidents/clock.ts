import { dayOf } from './day-end.ts'

/** Said on every output. */
export const counselDecides =
  'This is no legal advice: the clocks follow from recorded facts and the sources they cite, and counsel decides.'

export type ClockState = 'running' | 'stopped' | 'delayed' | 'late' | 'not-applicable' | 'unknown'

/** One deadline. Instants are UTC, RFC 3339; days were counted in `timeZone`. */
export interface Clock {
  /** For example `individuals:clinic` or `upstream:biller:clinic`. */
  readonly clock: string
  readonly party: string
  readonly rule: string
  readonly citation: string
  readonly starts: string | null
  /** The last instant; null only where the rule does not apply. */
  readonly due: string | null
  readonly dueDay: string | null
  readonly timeZone: string
  readonly state: ClockState
  /** Whether the due instant went by without what stops it. Nothing sent later takes it back. */
  readonly passed: boolean
  /** Whole seconds to the due instant, negative after it; null once stopped or where it does not apply. */
  readonly remainingSeconds: number | null
  readonly stops: string
  readonly stopped: string | null
  /** Until when law enforcement asked for no notice. */
  readonly delayedUntil: string | null
  /** The facts it follows from, `id@version`. */
  readonly basis: readonly string[]
  /** What is not recorded; until it is, the due instant is the earliest possible. */
  readonly missing: readonly string[]
  /** Of a rule that is proposed and not law. */
  readonly proposed: boolean
}

/** What a rule says before the as-of instant is looked at; times in milliseconds. */
export interface Reckoned {
  readonly clock: string
  readonly party: string
  readonly timeZone: string
  readonly rule: string
  readonly citation: string
  readonly stops: string
  readonly applies: 'yes' | 'no' | 'unknown'
  readonly starts: number
  readonly due: number
  readonly stopped: { readonly at: number; readonly cite: string } | null
  readonly delayedUntil?: number | null
  readonly basis: readonly string[]
  readonly missing: readonly string[]
  readonly proposed?: boolean
  /** Of what has to stay up until `due`: when it was taken down, if it was. */
  readonly keptUp?: { readonly until: number | null }
}

/** The clock as it stands at `asOf`. */
export function readClock(reckoned: Reckoned, asOf: number): Clock {
  const { clock, party, timeZone, rule, citation, stops, stopped, due } = reckoned
  const applies = reckoned.applies !== 'no'
  const passed = applies && isPassed(reckoned, asOf)
  const delayedUntil = reckoned.delayedUntil ?? null
  return {
    clock,
    party,
    rule,
    citation,
    starts: applies ? write(reckoned.starts) : null,
    due: applies ? write(due) : null,
    dueDay: applies ? dayOf(due, timeZone) : null,
    timeZone,
    state: judge(reckoned, passed, asOf),
    passed,
    remainingSeconds: applies && stopped === null ? Math.floor((due - asOf) / 1000) : null,
    stops,
    stopped: stopped === null ? null : write(stopped.at),
    delayedUntil: delayedUntil === null ? null : write(delayedUntil),
    basis: [...new Set([...reckoned.basis, ...(stopped === null ? [] : [stopped.cite])])].toSorted(),
    missing: applies ? [...new Set(reckoned.missing)].toSorted() : [],
    proposed: reckoned.proposed ?? false,
  }
}

function isPassed({ stopped, due, keptUp }: Reckoned, asOf: number): boolean {
  return keptUp === undefined ? (stopped?.at ?? asOf) > due : keptUp.until !== null && keptUp.until < due
}

function judge(reckoned: Reckoned, passed: boolean, asOf: number): ClockState {
  const { applies, missing, stopped, delayedUntil, keptUp, due } = reckoned
  if (applies === 'no') return 'not-applicable'
  if (keptUp !== undefined) return passed ? 'late' : asOf > due ? 'stopped' : 'running'
  const isCertain = applies === 'yes' && missing.length === 0
  // In time by the earliest deadline is in time by the true one.
  if (stopped !== null && !passed) return 'stopped'
  if (!isCertain) return 'unknown'
  if (passed) return 'late'
  return typeof delayedUntil === 'number' && asOf <= delayedUntil ? 'delayed' : 'running'
}

function write(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

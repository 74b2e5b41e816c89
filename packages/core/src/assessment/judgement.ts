import type { CheckShelf } from '../checks/find-check.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { KnownFacts } from './known-facts.ts'
import type { Obligation, RowIdentity, Stretch } from './obligations.ts'
import type { ProgramHistory } from './program-history.ts'
import type { CheckOutcome } from './row.ts'
import { addDays } from '../time/date.ts'

/** Everything rows are judged by: what is known, and the day asked about. */
export interface Judgement {
  readonly asOf: string
  readonly facts: KnownFacts
  readonly checks: CheckShelf
  readonly history: ProgramHistory
  /** Results of checks by what they follow from, so that the same question is answered once for all the days it is asked of. */
  readonly results: Map<string, CheckOutcome>
}

/** One row on the day asked about: what it owes, what it owed before, and what was at hand for it. */
export interface RowView {
  readonly row: RowIdentity
  readonly obligation: Obligation
  /** Up to the day asked about, oldest first; the last is `obligation`, held to go on. */
  readonly stretches: readonly Stretch[]
  /** At hand by then and not rejected, oldest first. */
  readonly evidence: readonly Evidence[]
  readonly rejected: readonly Evidence[]
}

/** The row as it stood on the day asked about; null where it owed nothing on that day. `trace` is the row's whole history. */
export function viewRow(row: RowIdentity, trace: readonly Stretch[], judgement: Judgement): RowView | null {
  const { asOf } = judgement
  const last = trace.findLast((stretch) => stretch.from <= asOf)
  const isOwed = last !== undefined && (last.to === null || last.to >= asOf)
  return isOwed ? lookBack(row, trace, judgement) : null
}

/** The row with all it owed up to the day asked about, also when that has ended; null where it never owed anything. */
export function lookBack(row: RowIdentity, trace: readonly Stretch[], { asOf, facts }: Judgement): RowView | null {
  const begun = trace.filter((stretch) => stretch.from <= asOf)
  const last = begun.at(-1)
  if (last === undefined) return null
  const own = facts.ofRow(row.key).filter((e) => e.collectedOn <= asOf)
  // Of what is recorded for later days nothing is in force yet: what is owed goes on, unless it says itself when it ends.
  const isOver = last.to !== null && last.to < asOf
  const stretches = [...begun.slice(0, -1), isOver ? last : { ...last, to: last.obligation.ends }]
  return {
    row,
    obligation: last.obligation,
    stretches,
    evidence: own.filter((e) => !e.isRejected).map((e) => e.evidence),
    rejected: own.filter((e) => e.isRejected).map((e) => e.evidence),
  }
}

/** The first day of the unbroken run of days, up to the day asked about, on which the row owes something. */
export function owedSince({ stretches }: RowView): string {
  let since = ''
  for (const [n, { from }] of stretches.entries()) {
    const before = stretches[n - 1]?.to
    if (before === undefined || before === null || addDays(before, 1) !== from) since = from
  }
  return since
}

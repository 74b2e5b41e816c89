import { addDays } from '../time/date.ts'
import type { Obligation, Stretch } from './obligations.ts'

/** Unbroken stretches that owe at the same cadence: intervals run on through a change of anything else. */
export interface Run {
  readonly from: string
  readonly to: string | null
  readonly cadence: string
  readonly graceDays: number
  /** True where it follows a run of another design without a day between. */
  readonly follows: boolean
  readonly stretches: readonly Stretch[]
}

/** The runs that a row's stretches make, oldest first. */
export function runsOf(stretches: readonly Stretch[]): Run[] {
  const runs: Run[] = []
  for (const stretch of stretches) {
    const { cadence, graceDays } = stretch.obligation
    const last = runs.at(-1)
    const follows = last !== undefined && last.to !== null && addDays(last.to, 1) === stretch.from
    if (follows && last.cadence === cadence && last.graceDays === graceDays)
      runs[runs.length - 1] = { ...last, to: stretch.to, stretches: [...last.stretches, stretch] }
    else runs.push({ from: stretch.from, to: stretch.to, cadence, graceDays, follows, stretches: [stretch] })
  }
  return runs
}

/** What was owed on `day` of a run, or at its nearer end. */
export function obligationWithin(run: Run, day: string): Obligation {
  const found = run.stretches.findLast((stretch) => stretch.from <= day) ?? run.stretches[0]
  if (found === undefined) throw new RangeError('A run without stretches owes nothing.')
  return found.obligation
}

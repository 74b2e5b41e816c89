import { addDays, daysBetween, type DateRange } from '../time/date.ts'
import type { RecordSelection } from './definition.ts'
import { compareText, type DrawnExport } from './exports.ts'

/** Days of the period that no export speaks of. `subject` names whose exports are missing; null: anybody's. */
export interface CoverageGap extends DateRange {
  readonly subject: string | null
}

/**
 * The days no readable export answers for. Of activity, each day needs an export that speaks of it. A listing says all there is
 * on its last day and so answers for every day before; only the days after the newest one are open.
 */
export function findCoverageGaps(
  selection: RecordSelection,
  period: DateRange,
  drawn: readonly DrawnExport[],
): CoverageGap[] {
  const readable = drawn.filter(({ gone }) => gone === null)
  return listSubjects(selection, drawn).flatMap((subject) => {
    const own = readable.filter(({ subjects }) => subject === null || subjects.includes(subject))
    const covered = own.map(({ evidence: { effective } }) =>
      selection.exports === 'listing' ? { from: period.from, to: effective.to } : effective,
    )
    return listUncovered(period, covered).map((gap) => ({ subject, ...gap }))
  })
}

/** How many days are open, counted once for each subject. */
export function countUncovered(gaps: readonly DateRange[]): number {
  return gaps.reduce((days, { from, to }) => days + daysBetween(from, to) + 1, 0)
}

/** For whom exports are owed: the systems asked for; else, where keys are unique within one, each that any export speaks of. */
function listSubjects({ systems, uniqueWithin }: RecordSelection, drawn: readonly DrawnExport[]): (string | null)[] {
  if (systems !== undefined) return [...new Set(systems)].map((system) => `system:${system}`).toSorted(compareText)
  if (uniqueWithin === 'organization' || drawn.length === 0) return [null]
  return [...new Set(drawn.flatMap(({ subjects }) => subjects))].toSorted(compareText)
}

function listUncovered(period: DateRange, covered: readonly DateRange[]): DateRange[] {
  const gaps: DateRange[] = []
  let next = period.from
  for (const { from, to } of covered.toSorted((a, b) => compareText(a.from, b.from))) {
    if (next > period.to) break
    if (from > next) gaps.push({ from: next, to: addDays(from, -1) })
    if (to >= next) next = addDays(to, 1)
  }
  if (next <= period.to) gaps.push({ from: next, to: period.to })
  return gaps
}

import type { Evidence } from '../evidence/evidence.ts'
import type { Interval } from '../time/cadence.ts'
import { intervalsBetween, ruleOf } from '../time/cadence.ts'
import type { DateRange } from '../time/date.ts'
import { earlier, later } from '../time/date.ts'
import { judgeEvents } from './event-occurrences.ts'
import type { JudgedOccurrence } from './judge-interval.ts'
import { judgeInterval, tellRejection } from './judge-interval.ts'
import type { Judgement, RowView } from './judgement.ts'
import type { Run } from './runs.ts'
import { obligationWithin, runsOf } from './runs.ts'

/**
 * The occurrences of a row within `window`, oldest first; those that begin after the day asked about are `upcoming`. Where the
 * design changed, the interval is cut in two: each part is judged by what was owed in it, and no day falls between.
 */
export function listOccurrences(view: RowView, window: DateRange, judgement: Judgement): JudgedOccurrence[] {
  return runsOf(view.stretches).flatMap((run) => {
    const from = later(window.from, run.from)
    const to = run.to === null ? window.to : earlier(window.to, run.to)
    if (from > to) return []
    if (ruleOf(run.cadence).kind === 'event') return judgeEvents(view, run, { from, to }, judgement)
    return intervalsBetween(run.cadence, from, to, run.from).map((tile) => {
      const interval = cut(tile, run)
      const obligation = obligationWithin(run, earlier(interval.to, judgement.asOf))
      const owedPart = { from: later(interval.from, run.from), to: interval.to }
      const own = view.evidence.filter((e) => countsFor(e, interval, owedPart))
      const occurrence = judgeInterval({ ...view, obligation }, interval, own, judgement)
      if (own.length > 0) return occurrence
      const refused = view.rejected.filter((e) => countsFor(e, interval, owedPart))
      return refused.length === 0 ? occurrence : tellRejection(occurrence, refused, judgement.facts)
    })
  })
}

function cut(tile: Interval, run: Run): Interval {
  const from = run.follows ? later(tile.from, run.from) : tile.from
  const to = run.to === null ? tile.to : earlier(tile.to, run.to)
  return from === tile.from && to === tile.to ? tile : { from, to, label: `${tile.label}, ${from} to ${to}` }
}

/**
 * An artifact counts for the interval in which its effective period ends, and for every interval whose owed part
 * it covers whole (an agreement signed for three years covers each of them).
 */
function countsFor(evidence: Evidence, interval: Interval, owedPart: DateRange): boolean {
  const { from, to } = evidence.effective
  return (interval.from <= to && to <= interval.to) || (from <= owedPart.from && owedPart.to <= to)
}

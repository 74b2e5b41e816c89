import type { DateRange } from '../time/date.ts'
import { sayCadence } from '../time/cadence-words.ts'
import type { Knowledge } from './judge-row.ts'
import type { JudgedOccurrence } from './judge-interval.ts'
import { lookBack, type RowView } from './judgement.ts'
import type { RowIdentity, Stretch } from './obligations.ts'
import { listOccurrences } from './occurrences.ts'

/** A day from which a row owed something else, and what changed, in sentences. */
export interface DesignChange {
  readonly on: string
  readonly what: readonly string[]
}

export interface JudgedPeriod {
  readonly view: RowView
  readonly occurrences: readonly JudgedOccurrence[]
  readonly changes: readonly DesignChange[]
}

/**
 * A row over a period, as of `asOf`: every interval of what it owed then, also where that ended since; null where it owed nothing
 * in the period. An auditor reads it to see whether a control operated all through, and whether it was the same control all through.
 */
export function judgePeriod(
  knowledge: Knowledge,
  row: RowIdentity,
  period: DateRange,
  asOf: string,
): JudgedPeriod | null {
  const trace = knowledge.obligations.trace(row)
  const view = lookBack(row, trace, { ...knowledge, asOf })
  if (view === null) return null
  const occurrences = listOccurrences(view, period, { ...knowledge, asOf })
  return occurrences.length === 0 ? null : { view, occurrences, changes: listChanges(trace, period) }
}

function listChanges(trace: readonly Stretch[], { from, to }: DateRange): DesignChange[] {
  return trace.flatMap((stretch, n) => {
    const before = trace[n - 1]
    if (before === undefined || stretch.from <= from || stretch.from > to) return []
    const what = describeChange(before, stretch)
    return what.length === 0 ? [] : [{ on: stretch.from, what }]
  })
}

function describeChange({ obligation: a }: Stretch, { obligation: b }: Stretch): string[] {
  const changes: string[] = []
  if (a.control.version !== b.control.version)
    changes.push(`The control is operated in version ${b.control.version} instead of ${a.control.version}.`)
  if (a.cadence !== b.cadence) changes.push(`Owed ${sayCadence(b.cadence)} instead of ${sayCadence(a.cadence)}.`)
  if (a.graceDays !== b.graceDays) changes.push(`${b.graceDays} days of grace instead of ${a.graceDays}.`)
  if (a.systemOfRecord !== b.systemOfRecord)
    changes.push(`The system of record is ${b.systemOfRecord} instead of ${a.systemOfRecord}.`)
  if (a.owner !== b.owner) changes.push(`${b.owner ?? 'Nobody'} owns it instead of ${a.owner ?? 'nobody'}.`)
  if (a.notApplicable !== b.notApplicable)
    changes.push(b.notApplicable === null ? 'It applies again.' : `It does not apply: ${b.notApplicable}`)
  return changes
}

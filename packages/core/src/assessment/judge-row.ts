import type { Catalog } from '../catalog/catalog.ts'
import type { CheckShelf } from '../checks/find-check.ts'
import type { Organization } from '../program/organization.ts'
import { intervalAt, ruleOf } from '../time/cadence.ts'
import type { DateRange } from '../time/date.ts'
import { earlier, later } from '../time/date.ts'
import type { Judgement, RowView } from './judgement.ts'
import { owedSince, viewRow } from './judgement.ts'
import type { KnownFacts } from './known-facts.ts'
import type { JudgedOccurrence } from './judge-interval.ts'
import { listOccurrences } from './occurrences.ts'
import type { RowIdentity, Stretch } from './obligations.ts'
import { Obligations } from './obligations.ts'
import type { ProgramHistory } from './program-history.ts'
import type { CheckOutcome } from './row.ts'
import type { Standing } from './standing.ts'
import { computeStanding } from './standing.ts'

/** What is known at one instant, from which any row can be judged on any day. */
export interface Knowledge {
  readonly catalog: Catalog
  readonly history: ProgramHistory
  readonly obligations: Obligations
  readonly facts: KnownFacts
  readonly checks: CheckShelf
  readonly results: Map<string, CheckOutcome>
}

/** A row on one day: what it owed, the occurrences of the period judged, and where it stood. */
export interface JudgedRow {
  readonly view: RowView
  readonly occurrences: readonly JudgedOccurrence[]
  readonly standing: Standing
}

export function gatherKnowledge(
  catalog: Catalog,
  history: ProgramHistory,
  facts: KnownFacts,
  checks: CheckShelf,
): Knowledge {
  return {
    catalog,
    history,
    obligations: new Obligations(catalog, history),
    facts,
    checks,
    results: new Map(),
  }
}

/**
 * One row on one day; null where it owed nothing on it. Without a `period` the organization's own up to that day is judged, and
 * the interval that contains the day always whole.
 */
export function judgeRow(
  knowledge: Knowledge,
  row: RowIdentity,
  trace: readonly Stretch[],
  asOf: string,
  period?: DateRange,
): JudgedRow | null {
  const { history, facts, checks, results } = knowledge
  const judgement: Judgement = { asOf, history, facts, checks, results }
  const view = viewRow(row, trace, judgement)
  if (view === null) return null
  const organization = organizationOn(history, asOf)
  const window =
    period ?? widen(observedPeriod(organization?.observationPeriod ?? { from: asOf, to: asOf }, asOf), view, asOf)
  const occurrences = listOccurrences(view, window, judgement)
  return { view, occurrences, standing: computeStanding(view, occurrences, judgement) }
}

/** The organization as it stood on `day`; undefined before it was. */
export function organizationOn(history: ProgramHistory, day: string): Organization | undefined {
  return [...history.on(day).organization.values()][0]
}

/** The organization's own period as far as it matters on `asOf`: before it begins, only the day itself. */
export function observedPeriod(period: DateRange, asOf: string): DateRange {
  return { from: earlier(period.from, asOf), to: later(period.to, asOf) }
}

function widen(period: DateRange, view: RowView, asOf: string): DateRange {
  const { cadence } = view.obligation
  if (ruleOf(cadence).kind === 'event') return period
  const current = intervalAt(cadence, asOf, owedSince(view))
  return { from: earlier(period.from, current.from), to: later(period.to, current.to) }
}

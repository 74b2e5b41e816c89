import type { Evidence } from '../evidence/evidence.ts'
import { computeLifecycle, type EvidenceEvent } from '../evidence/lifecycle.ts'
import type { DateRange } from '../time/date.ts'
import type { RecordSelection } from './definition.ts'

/** The facts a population is drawn from. Nothing else influences it: no clock, no settings, no order of arrival. */
export interface PopulationFacts {
  /** Evidence to choose from, corrections included; what a definition does not ask for is left out here. */
  readonly evidence: readonly Evidence[]
  /** What happened to it. */
  readonly events: readonly EvidenceEvent[]
  /** Evidence whose records nobody can read any more although no event says so: their key was destroyed. */
  readonly unreadable: ReadonlySet<string>
  /** Facts recorded later are left out; absent: all count. */
  readonly knownAt?: string | undefined
}

/** One export that a population is drawn from. */
export interface DrawnExport {
  readonly evidence: Evidence
  /** What it speaks of, sorted: `system:<id>`, `vendor:<id>`, or `organization`. */
  readonly subjects: readonly string[]
  /** Its records are gone: disposed of by two people, or with the key that sealed them. */
  readonly gone: 'disposed' | 'unreadable' | null
}

/**
 * The exports that hold records of the type and speak of a day of the period, oldest first; of several records of one thing
 * the one of the newest export counts. Left out is what was corrected or rejected by then.
 */
export function drawExports(selection: RecordSelection, period: DateRange, facts: PopulationFacts): DrawnExport[] {
  const horizon = facts.knownAt === undefined ? Infinity : Date.parse(facts.knownAt)
  const known = facts.evidence.filter(({ recordedAt }) => Date.parse(recordedAt) <= horizon)
  const corrected = new Set(known.flatMap(({ supersedes }) => supersedes ?? []))
  const events = Map.groupBy(
    facts.events.filter(({ recordedAt }) => Date.parse(recordedAt) <= horizon).toSorted((a, b) => a.entry - b.entry),
    ({ body }) => body.evidence,
  )
  return known
    .filter((evidence) => !corrected.has(evidence.id) && isAskedFor(evidence, selection, period))
    .map((evidence) => ({ evidence, ...computeLifecycle(events.get(evidence.id) ?? []) }))
    .filter(({ state }) => state !== 'rejected')
    .map(
      ({ evidence, disposal }) =>
        ({
          evidence,
          subjects: subjectsOf(evidence),
          gone: disposal?.approved ? 'disposed' : facts.unreadable.has(evidence.id) ? 'unreadable' : null,
        }) as const,
    )
    .toSorted((a, b) => compareExports(a.evidence, b.evidence))
}

function isAskedFor(
  { derived, effective, source, proves }: Evidence,
  { type, systems, sources }: RecordSelection,
  period: DateRange,
): boolean {
  if (derived?.counts[type] === undefined) return false
  if (effective.from > period.to || effective.to < period.from) return false
  if (sources !== undefined && !sources.includes(source)) return false
  return systems === undefined || proves.some(({ system }) => system !== undefined && systems.includes(system))
}

function subjectsOf({ proves }: Evidence): string[] {
  const subjects = proves.map(({ system, vendor }) => {
    if (system !== undefined) return `system:${system}`
    return vendor === undefined ? 'organization' : `vendor:${vendor}`
  })
  return [...new Set(subjects)].toSorted()
}

/** By the last day an export speaks of, then by when it was taken, then by id, so that there is always one order. */
function compareExports(a: Evidence, b: Evidence): number {
  return (
    compareText(a.effective.to, b.effective.to) ||
    Date.parse(a.collectedAt) - Date.parse(b.collectedAt) ||
    compareText(a.id, b.id)
  )
}

/** The order of UTF-16 code units, as in RFC 8785: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

import type { Evidence } from '../evidence/evidence.ts'
import type { EvidenceEvent, Lifecycle } from '../evidence/lifecycle.ts'
import { computeLifecycle } from '../evidence/lifecycle.ts'
import type { RecordType, TypedRecord } from '../records/record.ts'
import type { Sourced } from '../checks/check.ts'
import { dateOfInstant } from '../time/date.ts'
import { rowKey } from './obligations.ts'
import type { Subject } from './subject.ts'

/** The records of one evidence item, as parsed when it was recorded. */
export type ReadRecords = (evidence: string) => readonly TypedRecord[]

/**
 * What was on hand on a day: evidence collected by then and recorded by `knownAt`, arranged by the row it serves. Evidence
 * that was superseded by then is left out; evidence that a reviewer rejected stands apart, because it proves nothing but
 * somebody did bring it. Lists are oldest first: by the end of the effective period, then by collection, then by id.
 */
export interface VisibleFacts {
  readonly byRow: ReadonlyMap<string, readonly Evidence[]>
  readonly rejectedByRow: ReadonlyMap<string, readonly Evidence[]>
  readonly all: readonly Evidence[]
  readonly readRecords: ReadRecords
  readonly lifecycleOf: (evidence: string) => Lifecycle
  /** Whose records are gone with their bytes, so that no check can run on them. */
  readonly disposed: ReadonlySet<string>
}

/** What `arrangeFacts` arranges, and from where it looks. */
export interface View {
  readonly evidence: readonly Evidence[]
  readonly events: readonly EvidenceEvent[]
  readonly readRecords: ReadRecords
  readonly asOf: string
  readonly knownAt: string | undefined
  readonly timeZone: string
}

/** Arranges the evidence visible on `asOf`. The order in which facts arrived does not matter. */
export function arrangeFacts({ evidence, events, readRecords, asOf, knownAt, timeZone }: View): VisibleFacts {
  const horizon = knownAt === undefined ? Infinity : Date.parse(knownAt)
  const known = evidence.filter((e) => Date.parse(e.recordedAt) <= horizon)
  const superseded = new Set(known.flatMap((e) => e.supersedes ?? []))
  const lifecycleOf = rememberLifecycles(events.filter((e) => Date.parse(e.recordedAt) <= horizon))
  const visible = known
    .filter((e) => !superseded.has(e.id) && dateOfInstant(e.collectedAt, timeZone) <= asOf)
    .toSorted(compareEvidence)
  const isRejected = (e: Evidence): boolean => lifecycleOf(e.id).state === 'rejected'
  const all = visible.filter((e) => !isRejected(e))
  return {
    byRow: groupByRow(all),
    rejectedByRow: groupByRow(visible.filter(isRejected)),
    all,
    readRecords,
    lifecycleOf,
    // Whatever was known then, bytes that are gone by now cannot be read.
    disposed: new Set(events.filter((e) => e.kind === 'disposal-approved').map((e) => e.body.evidence)),
  }
}

/** Where each evidence item stands, from the events known. Computed once; their order does not matter. */
export function rememberLifecycles(events: readonly EvidenceEvent[]): (evidence: string) => Lifecycle {
  const inOrder = events.toSorted((a, b) => a.entry - b.entry)
  const byEvidence = Map.groupBy(inOrder, ({ body }) => body.evidence)
  const lifecycles = new Map([...byEvidence].map(([id, own]) => [id, computeLifecycle(own)]))
  const untouched = computeLifecycle([])
  return (evidence) => lifecycles.get(evidence) ?? untouched
}

function groupByRow(evidence: readonly Evidence[]): Map<string, Evidence[]> {
  const byRow = new Map<string, Evidence[]>()
  for (const item of evidence) {
    for (const { requirement, system, vendor } of item.proves) {
      const key = rowKey(requirement, subjectOf(system, vendor))
      const list = byRow.get(key)
      if (list === undefined) byRow.set(key, [item])
      else list.push(item)
    }
  }
  return byRow
}

/**
 * The records of one type in `evidence`; null where its artifact gave none of that type, not even zero, or is disposed of, or
 * where some of those it gave are gone, as with a destroyed key: fewer than all of them would prove what is not so.
 */
export function recordsOf<T extends RecordType>(
  facts: VisibleFacts,
  evidence: Evidence,
  type: T,
): readonly Sourced<T>[] | null {
  const count = evidence.derived?.counts[type]
  if (count === undefined || facts.disposed.has(evidence.id)) return null
  const found = facts
    .readRecords(evidence.id)
    .filter((record): record is Extract<TypedRecord, { type: T }> => record.type === type)
  return found.length < count ? null : found.map((record) => ({ ...record, evidence: evidence.id }))
}

/** The newest evidence anywhere that carries records of `type` and speaks of a time no later than `day`. */
export function newestWith(facts: VisibleFacts, type: RecordType, day: string): Evidence | undefined {
  return facts.all.findLast((e) => e.derived?.counts[type] !== undefined && e.effective.from <= day)
}

function subjectOf(system: string | undefined, vendor: string | undefined): Subject {
  if (system !== undefined) return { kind: 'system', id: system }
  return vendor === undefined ? { kind: 'organization' } : { kind: 'vendor', id: vendor }
}

function compareEvidence(a: Evidence, b: Evidence): number {
  return (
    compare(a.effective.to, b.effective.to) ||
    Date.parse(a.collectedAt) - Date.parse(b.collectedAt) ||
    compare(a.id, b.id)
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

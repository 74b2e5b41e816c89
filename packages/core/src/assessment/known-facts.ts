import type { Sourced, SourcedRecord } from '../checks/check.ts'
import type { CheckSources } from '../checks/input.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { EvidenceEvent, Lifecycle } from '../evidence/lifecycle.ts'
import { computeLifecycle } from '../evidence/lifecycle.ts'
import type { RecordType } from '../records/record.ts'
import { dateOfInstant } from '../time/date.ts'
import { rowKey } from './obligations.ts'
import { subjectOf } from './subject.ts'

/** The records of one evidence item, as parsed when it was recorded. */
export type ReadRecords = (evidence: string) => readonly SourcedRecord[]

/** Evidence with the day on which it came to hand in the organization's time zone, and whether its reviewer rejected it. */
export interface DatedEvidence {
  readonly evidence: Evidence
  readonly collectedOn: string
  readonly isRejected: boolean
}

/**
 * What is known at one instant, for whatever day is asked about. Evidence that was superseded is left out. Lists are oldest
 * first: by the end of the effective period, then by collection, then by id.
 */
export interface KnownFacts {
  readonly timeZone: string
  /** The evidence that says it proves a row, rejected evidence included: it proves nothing, but somebody did bring it. */
  readonly ofRow: (key: string) => readonly DatedEvidence[]
  /** The evidence anywhere that carries records of a type; none of it rejected. */
  readonly sourcesOf: (type: RecordType) => readonly DatedEvidence[]
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
  readonly knownAt: string | undefined
  readonly timeZone: string
}

/** Arranges what is known. The order in which facts arrived does not matter. */
export function arrangeFacts({ evidence, events, readRecords, knownAt, timeZone }: View): KnownFacts {
  const horizon = knownAt === undefined ? Infinity : Date.parse(knownAt)
  const known = evidence.filter((e) => Date.parse(e.recordedAt) <= horizon)
  const superseded = new Set(known.flatMap((e) => e.supersedes ?? []))
  const lifecycleOf = rememberLifecycles(events.filter((e) => Date.parse(e.recordedAt) <= horizon))
  const dated = known
    .filter((e) => !superseded.has(e.id))
    .toSorted(compareEvidence)
    .map((e) => ({
      evidence: e,
      collectedOn: dateOfInstant(e.collectedAt, timeZone),
      isRejected: lifecycleOf(e.id).state === 'rejected',
    }))
  const byRow = group(dated, ({ evidence: { proves } }) => proves.map(keyOfProof))
  const byType = group(
    dated.filter((e) => !e.isRejected),
    ({ evidence: { derived } }) => Object.keys(derived?.counts ?? {}),
  )
  return {
    timeZone,
    ofRow: (key) => byRow.get(key) ?? [],
    sourcesOf: (type) => byType.get(type) ?? [],
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

/**
 * The records of one type in `evidence`; null where its artifact gave none of that type, not even zero, or is disposed of, or
 * where some of those it gave are gone, as with a destroyed key: fewer than all of them would prove what is not so.
 */
export function recordsOf<T extends RecordType>(
  facts: KnownFacts,
  evidence: Evidence,
  type: T,
): readonly Sourced<T>[] | null {
  const count = evidence.derived?.counts[type]
  if (count === undefined || facts.disposed.has(evidence.id)) return null
  const found = facts
    .readRecords(evidence.id)
    .filter((record): record is Extract<SourcedRecord, { type: T }> => record.type === type)
  return found.length < count ? null : found
}

/** The newest evidence anywhere that carries records of `type`, was at hand on `asOf` and speaks of a time no later than `day`. */
export function newestSource(facts: KnownFacts, type: RecordType, day: string, asOf: string): Evidence | undefined {
  return facts.sourcesOf(type).findLast((e) => e.collectedOn <= asOf && e.evidence.effective.from <= day)?.evidence
}

/** What a check may see beside its own evidence, as things stood on `day`, of what was at hand on `asOf`. */
export function readingsOn(
  facts: KnownFacts,
  day: string,
  asOf: string,
): Pick<CheckSources, 'newest' | 'beforeJoined' | 'read' | 'reviewOf'> {
  return {
    newest: (type) => newestSource(facts, type, day, asOf),
    beforeJoined: (source, type) => sourceBefore(facts, source, type, asOf),
    read: (source, type) => recordsOf(facts, source, type),
    reviewOf: (id) => facts.lifecycleOf(id).review,
  }
}

/** The evidence before `source` that proves something it proves too and carries records of `type`, at hand on `asOf`. */
export function sourceBefore(
  facts: KnownFacts,
  source: Evidence,
  type: RecordType,
  asOf: string,
): Evidence | undefined {
  const all = facts.sourcesOf(type)
  const at = all.findIndex(({ evidence }) => evidence.id === source.id)
  const proven = new Set(source.proves.map(keyOfProof))
  return all
    .slice(0, Math.max(0, at))
    .findLast((e) => e.collectedOn <= asOf && e.evidence.proves.some((proof) => proven.has(keyOfProof(proof))))
    ?.evidence
}

function keyOfProof({ requirement, system, vendor }: Evidence['proves'][number]): string {
  return rowKey(requirement, subjectOf(system, vendor))
}

function group<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const list = groups.get(key)
      if (list === undefined) groups.set(key, [item])
      else list.push(item)
    }
  }
  return groups
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

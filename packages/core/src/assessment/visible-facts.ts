import type { Evidence } from '../evidence/evidence.ts'
import type { RecordType, TypedRecord } from '../records/record.ts'
import type { Sourced } from '../checks/check.ts'
import { dateOfInstant } from '../time/date.ts'
import { rowKey } from './obligations.ts'
import type { Subject } from './subject.ts'

/** The records of one evidence item, as parsed when it was recorded. */
export type ReadRecords = (evidence: string) => readonly TypedRecord[]

/** What was on hand on a day: evidence collected by then and recorded by `knownAt`, arranged by the row it serves. */
export interface VisibleFacts {
  /** Oldest first: by the end of the effective period, then by collection, then by id. */
  readonly byRow: ReadonlyMap<string, readonly Evidence[]>
  readonly all: readonly Evidence[]
  readonly readRecords: ReadRecords
}

/** Arranges the evidence visible on `asOf`. The order in which facts arrived does not matter. */
export function arrangeFacts(
  evidence: readonly Evidence[],
  readRecords: ReadRecords,
  asOf: string,
  knownAt: string | undefined,
  timeZone: string,
): VisibleFacts {
  const known = knownAt === undefined ? Infinity : Date.parse(knownAt)
  const all = evidence
    .filter((e) => Date.parse(e.recordedAt) <= known && dateOfInstant(e.collectedAt, timeZone) <= asOf)
    .toSorted(compareEvidence)
  const byRow = new Map<string, Evidence[]>()
  for (const item of all) {
    for (const { requirement, system, vendor } of item.proves) {
      const key = rowKey(requirement, subjectOf(system, vendor))
      const list = byRow.get(key)
      if (list === undefined) byRow.set(key, [item])
      else list.push(item)
    }
  }
  return { byRow, all, readRecords }
}

/** The records of one type in `evidence`; null where its artifact gave none of that type, not even zero. */
export function recordsOf<T extends RecordType>(
  facts: VisibleFacts,
  evidence: Evidence,
  type: T,
): readonly Sourced<T>[] | null {
  if (evidence.derived?.counts[type] === undefined) return null
  return facts
    .readRecords(evidence.id)
    .filter((record): record is Extract<TypedRecord, { type: T }> => record.type === type)
    .map((record) => ({ ...record, evidence: evidence.id }))
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

import type { Evidence } from '../evidence/evidence.ts'
import type { TypedRecord } from '../records/record.ts'
import type { DateRange } from '../time/date.ts'
import { keyAsField, type RecordSelection } from './definition.ts'
import { compareText, type DrawnExport } from './exports.ts'
import { compilePlacement, compileQuery, fieldValue } from './record-filter.ts'
import { Sorter, type Spool } from './sorter.ts'

/** What becomes of a record: it belongs, or why it does not. */
export type Fate = 'item' | 'unmatched' | 'outside' | 'undated'

/** A record that was looked at, small enough that a million can be sorted. */
export interface Candidate {
  readonly key: string
  /** What its key is unique within; null: the organization. */
  readonly within: string | null
  /** Position of its export, oldest first, and of the record among those derived from it. */
  readonly rank: number
  readonly ordinal: number
  readonly line: number | null
  readonly fate: Fate
  /** What is compared with a second source; null where nothing is, or nothing stands there. */
  readonly value: string | null
}

/** How records are read, and where what does not fit in memory goes. */
export interface RecordAccess {
  /** The records of one export in their order, of whatever type. Throws where they cannot be read. */
  readonly readRecords: (evidence: Evidence) => AsyncIterable<TypedRecord>
  readonly spool: Spool | null
  /** Told how many more records were looked at; throws to stop. */
  readonly report: (records: number) => Promise<void>
}

/** A field whose values are compared with those of another source. */
export interface Matching {
  readonly field: string
  readonly ignoreCase: boolean
}

const reportEvery = 2000

/** Reads every record of the exports and sorts them by what they are a record of, the one that counts first. */
export async function collectCandidates(
  selection: RecordSelection,
  period: DateRange,
  drawn: readonly DrawnExport[],
  { timeZone, matching, access }: { timeZone: string; matching: Matching | null; access: RecordAccess },
): Promise<Sorter<Candidate>> {
  const judge = compileFate(selection, period, timeZone)
  const sorter = new Sorter<Candidate>(compareCandidates, access.spool)
  let unreported = 0
  try {
    for (const [rank, { evidence, subjects, gone }] of drawn.entries()) {
      if (gone !== null) continue
      const within = selection.uniqueWithin === 'subject' ? subjects.join(' ') : null
      let ordinal = -1
      for await (const record of access.readRecords(evidence)) {
        ordinal += 1
        if (record.type !== selection.type) continue
        const value = matching === null ? null : valueOf(record, matching)
        const { key, line = null } = record
        const spooled = sorter.add({ key, within, rank, ordinal, line, fate: judge(record), value })
        if (spooled !== null) await spooled
        unreported += 1
        if (unreported < reportEvery) continue
        await access.report(unreported)
        unreported = 0
      }
    }
    await access.report(unreported)
    return sorter
  } catch (error) {
    await sorter.discard()
    throw error
  }
}

/** The query is asked first, so that a record that is not meant at all is not called undated. */
function compileFate(
  { type, query, placedBy }: RecordSelection,
  period: DateRange,
  timeZone: string,
): (record: TypedRecord) => Fate {
  const matches = compileQuery(type, query, timeZone)
  const place = compilePlacement(type, placedBy, period, timeZone)
  return (record) => {
    if (!matches(record)) return 'unmatched'
    // A state holds on the days of its export, and that one speaks of the period.
    if (placedBy.length === 0) return 'item'
    const placement = place(record)
    return placement === 'inside' ? 'item' : placement
  }
}

function valueOf(record: TypedRecord, { field, ignoreCase }: Matching): string | null {
  const value = field === keyAsField ? record.key : fieldValue(record, field)
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return null
  return ignoreCase ? value.toLowerCase() : value
}

export function isSameThing(a: Candidate, b: Candidate): boolean {
  return a.key === b.key && a.within === b.within
}

/** By key; of one thing the record of the newest export first, and of one export the last. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    compareText(a.key, b.key) || compareText(a.within ?? '', b.within ?? '') || b.rank - a.rank || b.ordinal - a.ordinal
  )
}

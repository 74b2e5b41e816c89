import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'

/** Between how many and how many individuals; `most` is infinite while a count can still rise. */
export interface Affected {
  readonly least: number
  readonly most: number
  readonly basis: readonly string[]
}

/** Whether a threshold is reached: `unknown` as long as a later count could reach it. */
export function reaches({ least, most }: Affected, threshold: number): 'yes' | 'no' | 'unknown' {
  if (least >= threshold) return 'yes'
  return most >= threshold ? 'unknown' : 'no'
}

/** Everybody affected of a covered entity: the stated total, or the sum over jurisdictions where that is larger. */
export function countAll(known: KnownRecord, party: string): Affected {
  const total = newestOf(known.of('affected').filter((f) => f.party === party && f.jurisdiction === undefined))
  const parts = listJurisdictions(known, party)
  const sum = parts.reduce((all, { count }) => all + count, 0)
  const least = Math.max(total?.count ?? 0, sum)
  const isFinal = total !== null && total.final && sum <= total.count
  return {
    least,
    most: isFinal ? least : Number.POSITIVE_INFINITY,
    basis: [...(total === null ? [] : [total]), ...parts].map(citeFact),
  }
}

/** The residents of one jurisdiction. Where nothing is recorded of it: whoever of the total has no jurisdiction yet. */
export function countResidents(known: KnownRecord, party: string, jurisdiction: string): Affected {
  const parts = listJurisdictions(known, party)
  const part = parts.find((one) => one.jurisdiction === jurisdiction)
  const least = part?.count ?? 0
  if (part?.final === true) return { least, most: least, basis: [citeFact(part)] }
  const all = countAll(known, party)
  const sum = parts.reduce((counted, { count }) => counted + count, 0)
  return { least, most: least + all.most - sum, basis: part === undefined ? all.basis : [citeFact(part), ...all.basis] }
}

/** The newest count of each jurisdiction, in the order of their codes. */
export function listJurisdictions(known: KnownRecord, party: string): IncidentFactOf<'affected'>[] {
  const byCode = Map.groupBy(
    known.of('affected').filter((fact) => fact.party === party && fact.jurisdiction !== undefined),
    (fact) => fact.jurisdiction ?? '',
  )
  return [...byCode].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, counts]) => newestOf(counts) ?? [])
}

/** Of several counts the one recorded last; of two recorded together the larger. */
export function newestOf<T extends IncidentFactOf<'affected' | 'insufficient-contact'>>(
  counts: readonly T[],
): T | null {
  return (
    counts.toSorted(
      (a, b) => Date.parse(b.recorded) - Date.parse(a.recorded) || b.count - a.count || (a.id < b.id ? -1 : 1),
    )[0] ?? null
  )
}

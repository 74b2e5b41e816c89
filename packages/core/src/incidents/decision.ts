import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'

/**
 * The decision of two people that no breach of unsecured PHI has to be notified, cited; null while there is none. Without one
 * a breach is presumed (45 CFR 164.402). The newest decision of a party counts.
 */
export function findDecision(known: KnownRecord, party: string): string | null {
  const newest = known
    .of('decision')
    .filter((fact) => fact.party === party)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1))[0]
  return newest === undefined || newest.outcome === 'breach' ? null : citeFact(newest)
}

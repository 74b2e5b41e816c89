import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'

/** When a party discovered the breach, in milliseconds, with the facts it follows from. */
export interface Discovery {
  readonly at: number
  readonly basis: readonly string[]
  /** What is not recorded and could make it another day; while there is any, `at` is the earliest it can have been. */
  readonly missing: readonly string[]
}

interface Candidate {
  readonly at: number
  readonly basis: readonly string[]
  readonly missing: readonly string[]
}

/**
 * The first instant at which `party` knew, or would have known by reasonable diligence. The knowledge of its workforce and agents is its
 * own, that of the person who committed the breach is not (45 CFR 164.404(a)(2), 164.410(a)(2)). An independent contractor's
 * is not either: it counts from its notice.
 */
export function findDiscovery(known: KnownRecord, party: string): Discovery {
  const first = earliest(candidates(known, party, new Set()))
  if (first !== null) return first
  const missing = [`when ${party} knew of it`]
  const occurred = earliest(known.of('occurred').map((fact) => knew(fact)))
  // Nothing can be discovered before it happened, and what was written down was known.
  if (occurred !== null) return { ...occurred, missing }
  return { at: known.firstRecorded, basis: [], missing: [...missing, 'when it occurred'] }
}

function candidates(known: KnownRecord, party: string, above: ReadonlySet<string>): Candidate[] {
  // Two parties that each report to the other learn nothing from going around.
  if (above.has(party)) return []
  const own = known
    .of('knowledge')
    .filter((fact) => fact.party === party && (fact.who === 'workforce' || fact.who === 'agent'))
  const told = known.of('notice').filter((fact) => fact.to === 'upstream' && fact.recipient === party)
  const imputed = known.of('agreement').flatMap((agreement) => {
    if (agreement.to !== party || agreement.relation === 'independent-contractor') return []
    return candidates(known, agreement.from, new Set([...above, party])).map((one) => ({
      at: one.at,
      basis: [...one.basis, citeFact(agreement)],
      missing:
        agreement.relation === 'agent'
          ? one.missing
          : [...one.missing, `whether ${agreement.from} is an agent of ${party} or an independent contractor`],
    }))
  })
  return [...own.map(knew), ...told.map(knew), ...imputed]
}

function knew(fact: IncidentFactOf<'knowledge' | 'notice' | 'occurred'>): Candidate {
  return { at: Date.parse(fact.at), basis: [citeFact(fact)], missing: [] }
}

/** The earliest; of those at the same instant one that is certain, then the one whose basis comes first. */
function earliest(list: readonly Candidate[]): Candidate | null {
  const rank = ({ missing, basis }: Candidate) => `${missing.length === 0 ? 0 : 1} ${basis.join(' ')}`
  return list.toSorted((a, b) => a.at - b.at || (rank(a) < rank(b) ? -1 : 1))[0] ?? null
}

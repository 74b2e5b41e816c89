import type { Reckoned } from './clock.ts'
import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'
import { findSent } from './sent.ts'

const dayMs = 86_400_000

/** The notice of an activated contingency plan within 24 hours that 90 FR 898 proposes. It is not law. */
export function reckonContingency(known: KnownRecord, { party, timeZone }: IncidentFactOf<'party'>): Reckoned[] {
  const activated = known.of('contingency-activated').filter((fact) => fact.party === party)
  const agreements = known.of('agreement').filter(({ from }) => from === party)
  return activated.flatMap((fact) =>
    agreements.map((agreement) => ({
      clock: `contingency:${agreement.id}:${fact.id}`,
      party,
      timeZone,
      rule: `Proposed, not law: ${party} reports to ${agreement.to} within 24 hours that its contingency plan was activated.`,
      citation: 'proposed 45 CFR 164.314(a)(2)(i)(D), 90 FR 898',
      stops: `Notice to ${agreement.to}.`,
      applies: 'yes',
      starts: Date.parse(fact.at),
      due: Date.parse(fact.at) + dayMs,
      stopped: findSent(known, { party, to: 'contingency', recipient: agreement.to }),
      basis: [citeFact(fact), citeFact(agreement)],
      missing: [],
      proposed: true,
    })),
  )
}

import { addDays } from '../time/date.ts'
import { newestOf } from './affected.ts'
import type { Reckoned } from './clock.ts'
import { dayEnd, dayOf } from './day-end.ts'
import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'
import { findSent } from './sent.ts'

/** 10 or more with insufficient or out-of-date contact information, and 90 days (45 CFR 164.404(d)(2)(ii)). */
const postingThreshold = 10
const postingDays = 90

/** Substitute notice, due with the individual notice, and what then has to stay up for 90 days. */
export function reckonSubstitute(known: KnownRecord, individuals: Reckoned): Reckoned[] {
  const { party } = individuals
  const count = newestOf(known.of('insufficient-contact').filter((fact) => fact.party === party))
  const least = count?.count ?? 0
  const isFinal = count?.final === true
  const isSmall = isFinal && least < postingThreshold
  const written = isSmall ? findSent(known, { party, to: 'substitute' }) : null
  const notice: Reckoned = {
    ...individuals,
    clock: `substitute:${party}`,
    rule: 'Substitute notice to those whose contact information is insufficient or out of date; for 10 or more a home-page posting or major media, and a toll-free number.',
    citation: isSmall ? '45 CFR 164.404(d)(2)(i)' : '45 CFR 164.404(d)(2)(ii)',
    stops: isSmall
      ? 'Another written notice, a call or other means for each of them.'
      : 'A posting on the home page or notice in major media, and a toll-free number.',
    applies: individuals.applies === 'no' || (isFinal && least === 0) ? 'no' : 'yes',
    stopped: written ?? findPosted(known, party),
    basis: [...individuals.basis, ...(count === null ? [] : [citeFact(count)])],
    missing:
      isFinal || least >= postingThreshold
        ? individuals.missing
        : [...individuals.missing, 'how many have insufficient contact information'],
  }
  const kept = known
    .of('posting')
    .filter((fact) => fact.party === party && fact.channel !== 'major-media')
    .map((fact) => keepUp(individuals, fact))
  return [notice, ...kept]
}

/** When both the posting and the toll-free number stood. */
function findPosted(known: KnownRecord, party: string): Reckoned['stopped'] {
  const first = (isWanted: (fact: IncidentFactOf<'posting'>) => boolean) =>
    known
      .of('posting')
      .filter((fact) => fact.party === party && isWanted(fact))
      .map((fact) => ({ at: Date.parse(fact.at), cite: citeFact(fact) }))
      .toSorted((a, b) => a.at - b.at || (a.cite < b.cite ? -1 : 1))[0]
  const shown = first(({ channel }) => channel !== 'toll-free')
  const number = first(({ channel }) => channel === 'toll-free')
  if (shown === undefined || number === undefined) return null
  return shown.at > number.at ? shown : number
}

function keepUp(individuals: Reckoned, fact: IncidentFactOf<'posting'>): Reckoned {
  const { party, timeZone } = individuals
  const at = Date.parse(fact.at)
  const isNumber = fact.channel === 'toll-free'
  return {
    party,
    timeZone,
    clock: `keep-${fact.channel}:${party}:${fact.id}`,
    rule: isNumber
      ? 'The toll-free number stays active for at least 90 days.'
      : 'The posting stays on the home page for 90 days.',
    citation: isNumber ? '45 CFR 164.404(d)(2)(ii)(B)' : '45 CFR 164.404(d)(2)(ii)(A)',
    stops: 'Nothing but the end of the 90 days.',
    applies: 'yes',
    starts: at,
    due: dayEnd(addDays(dayOf(at, timeZone), postingDays), timeZone),
    stopped: null,
    basis: [citeFact(fact)],
    missing: [],
    keptUp: { until: fact.until === undefined ? null : Date.parse(fact.until) },
  }
}

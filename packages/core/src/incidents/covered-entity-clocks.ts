import { addDays } from '../time/date.ts'
import { countAll, countResidents, listJurisdictions, reaches } from './affected.ts'
import type { Reckoned } from './clock.ts'
import { dayEnd, dayOf } from './day-end.ts'
import { findDecision } from './decision.ts'
import { delayDue } from './delay.ts'
import { findDiscovery } from './discovery.ts'
import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { findSent } from './sent.ts'
import { reckonSubstitute } from './substitute-clocks.ts'

/** Days from discovery, and from the end of its year (45 CFR 164.404(b), 164.406(b), 164.408(c)). */
const outerLimit = 60
/** More than 500 residents of one State or jurisdiction (45 CFR 164.406(a)). */
const mediaResidents = 501
/** 500 or more individuals, wherever they live (45 CFR 164.408(b)). */
const largeBreach = 500

/** What the Breach Notification Rule asks of a covered entity: individuals, media, HHS and substitute notice. */
export function reckonCoveredEntity(known: KnownRecord, { party, timeZone }: IncidentFactOf<'party'>): Reckoned[] {
  const discovery = findDiscovery(known, party)
  const discovered = dayOf(discovery.at, timeZone)
  const decision = findDecision(known, party)
  const all = countAll(known, party)
  const limit = delayDue(known, party, timeZone, dayEnd(addDays(discovered, outerLimit), timeZone))
  const common = {
    party,
    timeZone,
    starts: discovery.at,
    due: limit.due,
    delayedUntil: limit.until,
    missing: discovery.missing,
  }
  const basis = [...discovery.basis, ...limit.basis]
  const individuals: Reckoned = {
    ...common,
    clock: `individuals:${party}`,
    rule: 'Each affected individual, without unreasonable delay and within 60 calendar days of discovery.',
    citation: '45 CFR 164.404(b)',
    stops: 'Written notice sent to every affected individual.',
    // A breach is presumed; only a final count of nobody leaves nobody to write to.
    applies: all.most === 0 ? 'no' : 'yes',
    stopped: findSent(known, { party, to: 'individuals' }),
    basis: [...basis, ...all.basis],
  }
  const reckoned = [
    individuals,
    ...reckonMedia(known, party, { ...common, basis }),
    reckonHhs(known, { ...common, basis }, discovered),
    ...reckonSubstitute(known, individuals),
  ]
  if (decision === null) return reckoned
  return reckoned.map((one) => ({ ...one, applies: 'no', basis: [...one.basis, decision], missing: [] }))
}

type Common = Omit<Reckoned, 'clock' | 'rule' | 'citation' | 'stops' | 'applies' | 'stopped'>

function reckonMedia(known: KnownRecord, party: string, common: Common): Reckoned[] {
  const media = (where: string, residents: ReturnType<typeof countAll>, sent: Reckoned['stopped']): Reckoned => {
    const applies = reaches(residents, mediaResidents)
    return {
      ...common,
      clock: `media:${party}:${where}`,
      rule: 'Prominent media of a State or jurisdiction with more than 500 affected residents, within 60 calendar days of discovery.',
      citation: '45 CFR 164.406(a), (b)',
      stops: 'Notice given to prominent media outlets that serve the State or jurisdiction.',
      applies,
      stopped: sent,
      basis: [...common.basis, ...residents.basis],
      missing:
        applies === 'unknown' ? [...common.missing, `how many residents of ${where} are affected`] : common.missing,
    }
  }
  const named = listJurisdictions(known, party).map(({ jurisdiction = '' }) =>
    media(
      jurisdiction,
      countResidents(known, party, jurisdiction),
      findSent(known, { party, to: 'media', jurisdiction }),
    ),
  )
  const rest = countResidents(known, party, 'elsewhere')
  return reaches(rest, mediaResidents) === 'no' ? named : [...named, media('elsewhere', rest, null)]
}

function reckonHhs(known: KnownRecord, common: Common, discovered: string): Reckoned {
  const { party, timeZone } = common
  const all = countAll(known, party)
  const isLarge = reaches(all, largeBreach)
  const whole = {
    ...common,
    clock: `hhs:${party}`,
    stops: 'Submission through the breach portal of HHS.',
    stopped: findSent(known, { party, to: 'hhs' }),
    basis: [...common.basis, ...all.basis],
  }
  if (isLarge !== 'no') {
    return {
      ...whole,
      rule: 'HHS, for 500 or more individuals, together with the individual notice and within 60 calendar days of discovery.',
      citation: '45 CFR 164.408(b)',
      applies: all.most === 0 ? 'no' : 'yes',
      missing: isLarge === 'unknown' ? [...common.missing, 'whether 500 or more are affected'] : common.missing,
    }
  }
  const afterYear = dayEnd(addDays(`${discovered.slice(0, 4)}-12-31`, outerLimit), timeZone)
  const limit = delayDue(known, party, timeZone, afterYear)
  return {
    ...whole,
    rule: 'HHS, for fewer than 500 individuals, within 60 days of the end of the calendar year of discovery.',
    citation: '45 CFR 164.408(c)',
    applies: all.most === 0 ? 'no' : 'yes',
    due: limit.due,
    delayedUntil: limit.until,
    basis: [...whole.basis, ...limit.basis],
  }
}

import { addDays } from '../time/date.ts'
import { countResidents, reaches } from './affected.ts'
import type { Reckoned } from './clock.ts'
import { dayEnd, dayOf } from './day-end.ts'
import { findDiscovery } from './discovery.ts'
import type { IncidentFactOf } from './incident-fact.ts'
import type { KnownRecord } from './known-record.ts'
import { citeFact } from './known-record.ts'
import { findSent } from './sent.ts'
import type { StateClock } from './state-clock.ts'

/** The States' clocks of a covered entity. A statement under 45 CFR 164.412 does not delay them: each State has words of its own. */
export function reckonStates(
  known: KnownRecord,
  { party, timeZone }: IncidentFactOf<'party'>,
  states: readonly StateClock[],
): Reckoned[] {
  const discovery = findDiscovery(known, party)
  const determined = known
    .of('determination')
    .filter((fact) => fact.party === party)
    .map((fact) => ({ at: Date.parse(fact.at), basis: [citeFact(fact)], missing: [] }))
    .toSorted((a, b) => a.at - b.at || (a.basis.join() < b.basis.join() ? -1 : 1))[0]
  return states.map((state) => {
    const residents = countResidents(known, party, state.jurisdiction)
    const unsettled = {
      ...discovery,
      missing: [...discovery.missing, `when ${party} determined that a breach occurred`],
    }
    const start = state.starts === 'discovery' ? discovery : (determined ?? unsettled)
    const reached = reaches(residents, state.residents)
    const day = dayOf(start.at, timeZone)
    return {
      clock: `state:${party}:${state.id}`,
      party,
      timeZone,
      rule: state.rule,
      citation: state.citation,
      stops: `Notice given: ${state.recipient}.`,
      applies: day < state.effective ? 'no' : reached,
      starts: start.at,
      due: dayEnd(addDays(day, state.days), timeZone),
      stopped:
        state.to === 'individuals'
          ? findSent(known, { party, to: 'individuals' })
          : findSent(known, { party, to: 'regulator', jurisdiction: state.jurisdiction }),
      basis: [...start.basis, ...residents.basis],
      missing:
        reached === 'unknown'
          ? [...start.missing, `how many residents of ${state.jurisdiction} are affected`]
          : start.missing,
    }
  })
}

import type { Clock, Reckoned } from './clock.ts'
import { readClock } from './clock.ts'
import { reckonContingency } from './contingency-clocks.ts'
import { reckonCoveredEntity } from './covered-entity-clocks.ts'
import type { IncidentFact } from './incident-fact.ts'
import { readKnown } from './known-record.ts'
import type { StateClock } from './state-clock.ts'
import { reckonStates } from './state-clocks.ts'
import { reckonUpstream } from './upstream-clocks.ts'

/** What the clocks are computed from besides the facts. */
export interface ClocksAsked {
  /** An instant with its offset, at which the clocks are read. What happened later does not count. */
  readonly asOf: string
  /** What was recorded by then counts, so any earlier belief can be asked for again; `asOf` by default. */
  readonly knownAt?: string | undefined
  readonly states: readonly StateClock[]
  /** Whether rules that are proposed and not law are shown too. */
  readonly proposed?: boolean
}

/**
 * Every clock of an incident, by name. Pure: the order of `facts` does not matter. Nothing is left out for want of a fact:
 * the clock then shows the earliest possible deadline and what is missing.
 */
export function computeClocks(
  facts: readonly IncidentFact[],
  { asOf, knownAt = asOf, states, proposed = false }: ClocksAsked,
): Clock[] {
  const instant = Date.parse(asOf)
  const known = readKnown(facts, Date.parse(knownAt), instant)
  const reckoned: Reckoned[] = known
    .of('party')
    .flatMap((party) => [
      ...(party.role === 'covered-entity'
        ? [...reckonCoveredEntity(known, party), ...reckonStates(known, party, states)]
        : []),
      ...reckonUpstream(known, party),
      ...(proposed ? reckonContingency(known, party) : []),
    ])
  return reckoned.map((one) => readClock(one, instant)).toSorted((a, b) => (a.clock < b.clock ? -1 : 1))
}

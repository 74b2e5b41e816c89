import { expect, test } from 'vitest'
import { computeClocks } from './compute-clocks.ts'
import type { IncidentFact } from './incident-fact.ts'
import { incidentFactSchema } from './incident-fact.ts'
import type { StateClock } from './state-clock.ts'

const recorded = '2026-03-02T15:00:00Z'
const read = (...facts: object[]): IncidentFact[] =>
  facts.map((fact) => incidentFactSchema.parse({ recorded, ...fact }))
const discovered = [
  { id: 'clinic', kind: 'party', party: 'clinic', role: 'covered-entity', timeZone: 'UTC' },
  { id: 'nurse', kind: 'knowledge', party: 'clinic', who: 'workforce', how: 'known', at: '2026-03-01T09:00:00Z' },
]
const affected = (id: string, count: number, final: boolean, jurisdiction?: string) => ({
  id,
  kind: 'affected',
  party: 'clinic',
  count,
  final,
  jurisdiction,
})
const state: StateClock = {
  id: 'us-xx',
  jurisdiction: 'US-XX',
  to: 'regulator',
  recipient: 'its regulator',
  citation: 'An invented law',
  rule: 'The regulator is told within 30 days.',
  starts: 'determination',
  days: 30,
  residents: 100,
  effective: '2020-01-01',
  source: 'https://law.example/',
  checked: '2026-01-01',
}
const ask = (facts: object[], asOf = '2026-03-03T00:00:00Z', states = [state]) =>
  Object.fromEntries(computeClocks(read(...discovered, ...facts), { asOf, states }).map((one) => [one.clock, one]))

test('each State with more than 500 residents has a media clock of its own, and 500 spread over States have none', () => {
  const facts = [affected('a', 501, true, 'US-TX'), affected('b', 500, true, 'US-CO'), affected('all', 1001, true)]
  expect(ask(facts)).toMatchObject({
    'media:clinic:US-TX': { state: 'running' },
    'media:clinic:US-CO': { state: 'not-applicable' },
    'hhs:clinic': { state: 'running', citation: '45 CFR 164.408(b)' },
  })
  expect(ask(facts)).not.toHaveProperty('media:clinic:elsewhere')
})

test('people whose State is not known yet may all live in one', () => {
  const unknown = ask([affected('a', 10, false, 'US-TX'), affected('all', 600, true)])
  expect(unknown).toMatchObject({
    'media:clinic:US-TX': { state: 'unknown', due: '2026-04-30T23:59:59Z' },
    'media:clinic:elsewhere': { state: 'unknown', due: '2026-04-30T23:59:59Z' },
    'state:clinic:us-xx': { state: 'unknown' },
  })
  expect(ask([affected('a', 10, false, 'US-TX'), affected('all', 60, true)])).toMatchObject({
    'media:clinic:US-TX': { state: 'not-applicable' },
    'state:clinic:us-xx': { state: 'not-applicable' },
  })
})

test('a State that counts from the determination runs from discovery until that is recorded', () => {
  const facts = [affected('x', 100, true, 'US-XX'), affected('all', 100, true)]
  expect(ask(facts)['state:clinic:us-xx']).toMatchObject({ state: 'unknown', due: '2026-03-31T23:59:59Z' })
  const determined = { id: 'sure', kind: 'determination', party: 'clinic', at: '2026-03-02T12:00:00Z' }
  expect(ask([...facts, determined])['state:clinic:us-xx']).toMatchObject({
    state: 'running',
    due: '2026-04-01T23:59:59Z',
    basis: ['sure@1', 'x@1'],
  })
  const later = { ...state, effective: '2026-06-01' }
  expect(ask([...facts, determined], '2026-03-03T00:00:00Z', [later])['state:clinic:us-xx']).toMatchObject({
    state: 'not-applicable',
  })
})

test('a decision of two people ends the clocks of the rule and not those of a State', () => {
  const decision = {
    id: 'no-breach',
    kind: 'decision',
    party: 'clinic',
    outcome: 'low-probability',
    at: '2026-03-02T13:00:00Z',
    decidedBy: 'Ines Calder',
    secondedBy: 'Tomas Wray',
  }
  const facts = [affected('x', 700, true, 'US-XX'), affected('all', 700, true)]
  expect(ask([...facts, decision])).toMatchObject({
    'individuals:clinic': { state: 'not-applicable', basis: expect.arrayContaining(['no-breach@1']) },
    'media:clinic:US-XX': { state: 'not-applicable' },
    'state:clinic:us-xx': { state: 'unknown' },
  })
  expect(() => read({ ...decision, secondedBy: 'Ines Calder' })).toThrow('the second person is another person')
})

test('fewer than 10 without an address are told by other means, and 10 by a posting and a number', () => {
  const sent = {
    id: 'calls',
    kind: 'notice',
    party: 'clinic',
    to: 'substitute',
    complete: true,
    at: '2026-03-02T10:00:00Z',
  }
  const posted = { id: 'page', kind: 'posting', party: 'clinic', channel: 'home-page', at: '2026-03-02T10:00:00Z' }
  const number = { id: 'line', kind: 'posting', party: 'clinic', channel: 'toll-free', at: '2026-03-02T11:00:00Z' }
  const lost = (count: number) => ({ id: 'lost', kind: 'insufficient-contact', party: 'clinic', count, final: true })
  const stateOf = (...facts: object[]) => ask(facts)['substitute:clinic']?.state
  expect(stateOf(lost(0))).toBe('not-applicable')
  expect(stateOf()).toBe('unknown')
  expect(stateOf(lost(9), sent)).toBe('stopped')
  expect(stateOf(lost(10), sent)).toBe('running')
  expect(stateOf(lost(10), posted)).toBe('running')
  expect(stateOf(lost(10), posted, number)).toBe('stopped')
})

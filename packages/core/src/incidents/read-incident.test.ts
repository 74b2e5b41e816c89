import { describe, expect, it } from 'vitest'
import { computeClocks } from './compute-clocks.ts'
import type { IncidentAct, IncidentActBody, IncidentActKind } from './incident-acts.ts'
import { factsOfActs, readIncident } from './read-incident.ts'

const incident = `in_${'a'.repeat(20)}`

/** An act on a day of March 2026, which is also its entry. */
function act<K extends IncidentActKind>(day: number, kind: K, body: Omit<IncidentActBody<K>, 'incident'>): IncidentAct {
  const recordedAt = `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`
  const by = { id: 'account', name: 'Lena' }
  return JSON.parse(JSON.stringify({ kind, entry: day, recordedAt, by, body: { incident, ...body } }))
}

const opened = act(1, 'incident-opened', {
  title: 'A fax went astray.',
  type: 'misdirected-message',
  severity: 'high',
  exercise: false,
  commander: 'lena',
  backup: 'omar',
  detected: '2026-03-01T11:00:00Z',
  systems: [],
})
const clinic = { version: 1, withdrawn: false, party: 'clinic' } as const
const party = act(2, 'incident-fact-recorded', {
  fact: { ...clinic, id: 'clinic', kind: 'party', role: 'covered-entity', timeZone: 'UTC' },
})
const notice = { ...clinic, id: 'letters', kind: 'notice', to: 'individuals', complete: true } as const

describe('an incident, put together from its acts', () => {
  it('is what was recorded by an instant, and was not there before it was opened', () => {
    const acts = [
      opened,
      act(4, 'incident-changed', { reason: 'One message only.', severity: 'low' }),
      act(6, 'incident-stage-reached', { stage: 'contained', at: '2026-03-03T11:00:00Z', note: 'Stopped.' }),
    ]
    expect(readIncident(acts, '2026-02-28T00:00:00Z')).toBeNull()
    expect(readIncident(acts, '2026-03-05T00:00:00Z')).toMatchObject({ severity: 'low', stage: 'open' })
    expect(readIncident(acts)).toMatchObject({
      stage: 'contained',
      commander: 'lena',
      times: { toDetect: null, toContain: 2 * 86_400, toRecover: null },
    })
  })

  it('keeps every version of a fact, and records each when its entry was sealed, whatever the fact says', () => {
    const letters = act(5, 'incident-fact-recorded', { fact: { ...notice, at: '2026-03-04T09:00:00Z' } })
    const back = { ...notice, at: '2026-03-04T09:00:00Z', version: 2, reason: 'They came back.', withdrawn: true }
    const acts = [opened, party, letters, act(9, 'incident-fact-recorded', { fact: back })]
    expect(readIncident(acts)?.facts.map(({ id, versions }) => [id, versions.length])).toEqual([
      ['clinic', 1],
      ['letters', 2],
    ])
    const state = (asOf: string, knownAt: string) =>
      computeClocks(factsOfActs(acts), { asOf, knownAt, states: [] }).find(
        ({ clock }) => clock === 'individuals:clinic',
      )
    expect(state('2026-03-08T00:00:00Z', '2026-03-08T00:00:00Z')?.stopped).toBe('2026-03-04T09:00:00Z')
    // Known later, and not yet happened: neither stops it.
    expect(state('2026-03-10T00:00:00Z', '2026-03-10T00:00:00Z')?.stopped).toBeNull()
    expect(state('2026-03-03T00:00:00Z', '2026-03-08T00:00:00Z')?.stopped).toBeNull()
    expect(state('2026-03-10T00:00:00Z', '2026-03-08T00:00:00Z')?.stopped).toBe('2026-03-04T09:00:00Z')
  })

  it('takes a second only of the decision that stands, and presumes a breach until then', () => {
    const assessment = { secured: null, exclusion: null, factors: {} }
    const base = [opened, act(3, 'breach-assessed', { party: 'clinic', version: 1, assessment })]
    const decided = (day: number) =>
      act(day, 'breach-decided', { party: 'clinic', version: 1, outcome: 'breach', person: 'lena' })
    const second = act(5, 'breach-seconded', {
      party: 'clinic',
      version: 1,
      outcome: 'breach',
      decidedBy: 'lena',
      person: 'omar',
    })
    const standing = (acts: IncidentAct[]) => readIncident(acts)?.assessments[0]?.standing
    expect(standing(base)).toBe('presumed')
    expect(standing([...base, decided(4)])).toBe('presumed')
    expect(standing([...base, decided(4), second])).toBe('breach')
    expect(standing([...base, decided(4), second, decided(6)])).toBe('presumed')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { policiesAcknowledged } from './policies-acknowledged.ts'

const of = (body: object) =>
  recordOf('policy-acknowledgement', 'a', { person: 'ada', policy: 'Passwords', status: 'pending', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(policiesAcknowledged, { population: [of(body)], parameters }).verdict

describe('policies-acknowledged', () => {
  it('asks for acceptance by the due day', () => {
    expect(say({ status: 'acknowledged', acknowledged: '2026-06-01', due: '2026-06-01' })).toBe('met')
    expect(say({ status: 'acknowledged', acknowledged: '2026-06-02', due: '2026-06-01' })).toBe('not-met')
    expect(say({ status: 'declined' })).toBe('not-met')
    expect(say({ due: '2026-06-29' })).toBe('not-met')
    expect(say({ due: '2026-06-30' })).toBe('not-applicable')
    expect(say({})).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { alertsTakenUp } from './alerts-taken-up.ts'

const of = (body: object) =>
  recordOf('alert', 'a', { identifier: 'a1', title: 'x', severity: 'high', raisedAt: '2026-06-10T10:00:00Z', ...body })
const say = (body: object, parameters = {}) => judgeScene(alertsTakenUp, { population: [of(body)], parameters }).verdict

describe('alerts-taken-up', () => {
  it('counts hours from the alert to whoever took it up', () => {
    expect(say({ acknowledgedAt: '2026-06-10T14:00:00Z' })).toBe('met')
    expect(say({ acknowledgedAt: '2026-06-10T14:00:01Z' })).toBe('not-met')
    expect(say({ resolvedAt: '2026-06-10T12:00:00Z' })).toBe('met')
    expect(say({})).toBe('not-met')
    expect(say({ raisedAt: '2026-06-30T10:00:00Z' })).toBe('not-applicable')
    expect(say({ raisedAt: null })).toBe('unknown')
    expect(say({ severity: 'low' })).toBe('not-applicable')
  })
})

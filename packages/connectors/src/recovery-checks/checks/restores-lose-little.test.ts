import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { restoresLoseLittle } from './restores-lose-little.ts'

const of = (body: object) =>
  recordOf('restore-test', 'a', {
    identifier: 'r1',
    system: 'ehr',
    kind: 'restore',
    outcome: 'succeeded',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(restoresLoseLittle, { population: [of(body)], parameters }).verdict

describe('restores-lose-little', () => {
  it('compares what was reached with what was promised', () => {
    expect(say({ achievedRpoMinutes: 60, promisedRpoMinutes: 60 })).toBe('met')
    expect(say({ achievedRpoMinutes: 61, promisedRpoMinutes: 60 })).toBe('not-met')
    expect(say({ promisedRpoMinutes: 60 })).toBe('unknown')
    expect(say({ achievedRpoMinutes: 60 })).toBe('unknown')
    expect(say({ outcome: 'running', achievedRpoMinutes: 61, promisedRpoMinutes: 60 })).toBe('not-applicable')
  })
})

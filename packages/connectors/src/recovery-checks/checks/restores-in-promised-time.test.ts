import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { restoresInPromisedTime } from './restores-in-promised-time.ts'

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
  judgeScene(restoresInPromisedTime, { population: [of(body)], parameters }).verdict

describe('restores-in-promised-time', () => {
  it('compares what was reached with what was promised', () => {
    expect(say({ achievedRtoMinutes: 60, promisedRtoMinutes: 60 })).toBe('met')
    expect(say({ achievedRtoMinutes: 61, promisedRtoMinutes: 60 })).toBe('not-met')
    expect(say({ promisedRtoMinutes: 60 })).toBe('unknown')
    expect(say({ achievedRtoMinutes: 60 })).toBe('unknown')
    expect(say({ outcome: 'running', achievedRtoMinutes: 61, promisedRtoMinutes: 60 })).toBe('not-applicable')
  })
})

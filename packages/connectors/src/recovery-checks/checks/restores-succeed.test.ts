import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { restoresSucceed } from './restores-succeed.ts'

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
  judgeScene(restoresSucceed, { population: [of(body)], parameters }).verdict

describe('restores-succeed', () => {
  it('takes success and nothing else', () => {
    expect(say({})).toBe('met')
    expect(say({ outcome: 'failed' })).toBe('not-met')
    expect(say({ outcome: 'warning' })).toBe('not-met')
    expect(say({ outcome: 'running' })).toBe('not-applicable')
    expect(say({ outcome: 'unknown' })).toBe('unknown')
  })
})

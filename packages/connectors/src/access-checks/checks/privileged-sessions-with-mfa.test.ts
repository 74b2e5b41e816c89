import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { privilegedSessionsWithMfa } from './privileged-sessions-with-mfa.ts'

const of = (body: object) => recordOf('session', 'a', { identifier: 's1', account: 'ada', outcome: 'success', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(privilegedSessionsWithMfa, { population: [of(body)], parameters }).verdict

describe('privileged-sessions-with-mfa', () => {
  it('judges whoever got in with privilege', () => {
    expect(say({ privileged: true, mfa: true })).toBe('met')
    expect(say({ privileged: true, mfa: false })).toBe('not-met')
    expect(say({ privileged: true, mfa: null })).toBe('unknown')
    expect(say({ privileged: null })).toBe('unknown')
    expect(say({ privileged: false, mfa: false })).toBe('not-applicable')
    expect(say({ privileged: true, mfa: false, outcome: 'failure' })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { personAccountsHaveMfa } from './person-accounts-have-mfa.ts'

const of = (body: object) =>
  recordOf('account', 'a', { username: 'ada', identifier: 'u1', kind: 'person', enabled: true, keys: [], ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(personAccountsHaveMfa, { population: [of(body)], parameters }).verdict

describe('person-accounts-have-mfa', () => {
  it('asks for a factor, set up or demanded', () => {
    expect(say({ mfa: true })).toBe('met')
    expect(say({ mfa: false })).toBe('not-met')
    expect(say({ mfa: false, mfaEnforced: true })).toBe('met')
    expect(say({ mfa: null })).toBe('unknown')
  })

  it('leaves out what is no person or cannot sign in', () => {
    expect(say({ mfa: false, enabled: false })).toBe('not-applicable')
    expect(say({ mfa: false, kind: 'service' })).toBe('not-applicable')
  })
})

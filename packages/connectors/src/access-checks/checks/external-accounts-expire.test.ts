import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { externalAccountsExpire } from './external-accounts-expire.ts'

const of = (body: object) =>
  recordOf('account', 'a', { username: 'ada', identifier: 'u1', kind: 'person', enabled: true, keys: [], ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(externalAccountsExpire, { population: [of(body)], parameters }).verdict

describe('external-accounts-expire', () => {
  it('asks for an end that is near', () => {
    expect(say({ external: true, expires: '2026-08-01T00:00:00Z' })).toBe('met')
    expect(say({ external: true, expires: '2027-08-01T00:00:00Z' })).toBe('not-met')
    expect(say({ external: true })).toBe('not-met')
  })

  it('leaves out insiders, and does not guess who is one', () => {
    expect(say({ external: false })).toBe('not-applicable')
    expect(say({ external: true, enabled: false })).toBe('not-applicable')
    expect(say({ external: null })).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { accountsInUse } from './accounts-in-use.ts'

const of = (body: object) =>
  recordOf('account', 'a', { username: 'ada', identifier: 'u1', kind: 'person', enabled: true, keys: [], ...body })
const say = (body: object, parameters = {}) => judgeScene(accountsInUse, { population: [of(body)], parameters }).verdict

describe('accounts-in-use', () => {
  it('counts days to the day judged, on the limit still met', () => {
    expect(say({ lastSignIn: '2026-04-01T10:00:00Z' })).toBe('met')
    expect(say({ lastSignIn: '2026-03-31T10:00:00Z' })).toBe('not-met')
    expect(say({ lastSignIn: '2026-06-01T10:00:00Z' }, { maximumDays: 7 })).toBe('not-met')
  })

  it('judges one that never signed in by when it was made', () => {
    expect(say({ created: '2026-06-20T10:00:00Z' })).toBe('met')
    expect(say({ created: '2025-06-20T10:00:00Z' })).toBe('not-met')
    expect(say({})).toBe('unknown')
  })

  it('leaves out what is disabled or meant to rest', () => {
    expect(say({ enabled: false })).toBe('not-applicable')
    expect(say({ kind: 'break-glass' })).toBe('not-applicable')
  })
})

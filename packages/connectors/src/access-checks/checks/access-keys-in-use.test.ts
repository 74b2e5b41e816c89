import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { accessKeysInUse } from './access-keys-in-use.ts'

const of = (body: object) =>
  recordOf('account', 'a', { username: 'ada', identifier: 'u1', kind: 'person', enabled: true, keys: [], ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(accessKeysInUse, { population: [of(body)], parameters }).verdict

describe('access-keys-in-use', () => {
  it('judges active keys by their last use, or their making', () => {
    expect(say({ keys: [{ label: 'k', active: true, lastRotated: null, lastUsed: '2026-06-01T00:00:00Z' }] })).toBe(
      'met',
    )
    expect(say({ keys: [{ label: 'k', active: true, lastRotated: null, lastUsed: '2026-01-01T00:00:00Z' }] })).toBe(
      'not-met',
    )
    expect(say({ keys: [{ label: 'k', active: true, lastRotated: '2026-01-01T00:00:00Z', lastUsed: null }] })).toBe(
      'not-met',
    )
    expect(say({ keys: [{ label: 'k', active: true, lastRotated: null, lastUsed: null }] })).toBe('unknown')
    expect(say({ keys: [{ label: 'k', active: false, lastRotated: null, lastUsed: null }] })).toBe('not-applicable')
  })
})

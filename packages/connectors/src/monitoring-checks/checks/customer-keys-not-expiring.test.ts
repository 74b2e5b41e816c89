import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { customerKeysNotExpiring } from './customer-keys-not-expiring.ts'

const of = (body: object) => recordOf('key', 'a', { identifier: 'k1', kind: 'encryption', enabled: true, ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(customerKeysNotExpiring, { population: [of(body)], parameters }).verdict

describe('customer-keys-not-expiring', () => {
  it('looks at deletion and end', () => {
    expect(say({})).toBe('met')
    expect(say({ deletesAt: '2026-12-01T00:00:00Z', enabled: false })).toBe('not-met')
    expect(say({ expires: '2026-07-30T00:00:00Z' })).toBe('met')
    expect(say({ expires: '2026-07-29T00:00:00Z' })).toBe('not-met')
    expect(say({ enabled: false })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { otherAccountsHaveOwners } from './other-accounts-have-owners.ts'

const of = (body: object) =>
  recordOf('account', 'a', { username: 'ada', identifier: 'u1', kind: 'person', enabled: true, keys: [], ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(otherAccountsHaveOwners, { population: [of(body)], parameters }).verdict

describe('other-accounts-have-owners', () => {
  it('asks for an owner of whatever is not one person', () => {
    expect(say({ kind: 'service', owner: 'ben' })).toBe('met')
    expect(say({ kind: 'service' })).toBe('not-met')
    expect(say({ kind: 'shared' })).toBe('not-met')
    expect(say({ kind: 'break-glass' })).toBe('not-met')
    expect(say({ kind: 'person' })).toBe('not-applicable')
    expect(say({ kind: 'service', enabled: false })).toBe('not-applicable')
  })
})

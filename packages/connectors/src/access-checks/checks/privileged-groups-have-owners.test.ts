import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { privilegedGroupsHaveOwners } from './privileged-groups-have-owners.ts'

const of = (body: object) => recordOf('group', 'a', { name: 'admins', identifier: 'g1', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(privilegedGroupsHaveOwners, { population: [of(body)], parameters }).verdict

describe('privileged-groups-have-owners', () => {
  it('asks for an owner', () => {
    expect(say({ privileged: true, owner: 'ben' })).toBe('met')
    expect(say({ privileged: true })).toBe('not-met')
    expect(say({ privileged: false })).toBe('not-applicable')
    expect(say({ privileged: null })).toBe('unknown')
  })

  it('is unknown where nothing is listed or nothing could be read', () => {
    for (const population of [[], null])
      expect(judgeScene(privilegedGroupsHaveOwners, { population }).verdict).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { group, judgeScene } from '../../testing/check-input.ts'
import { groupsHaveOwner } from './groups-have-owner.ts'

const evaluate = (body: Parameters<typeof group>[1]) =>
  judgeScene(groupsHaveOwner, { population: [group('admins', body)] }).verdict

describe('groups-have-owner', () => {
  it('is met with an owner, whether or not the source counts members', () => {
    expect(evaluate({ owner: 'ada', memberCount: 3 })).toBe('met')
    expect(evaluate({ owner: 'ada' })).toBe('met')
  })

  it('is unknown without one, and without groups', () => {
    expect(evaluate({ memberCount: 3 })).toBe('unknown')
    for (const population of [[], null]) expect(judgeScene(groupsHaveOwner, { population }).verdict).toBe('unknown')
  })

  it('does not apply to an empty group', () => {
    expect(evaluate({ memberCount: 0 })).toBe('not-applicable')
    expect(evaluate({ members: [] })).toBe('not-applicable')
  })
})

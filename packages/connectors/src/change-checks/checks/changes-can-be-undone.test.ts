import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { changesCanBeUndone } from './changes-can-be-undone.ts'

const of = (body: object) =>
  recordOf('change', 'a', {
    key: 'C-1',
    summary: 'Patch',
    type: 'normal',
    status: 'Closed',
    systems: [],
    implementer: 'cleo',
    implementedAt: '2026-06-10T10:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(changesCanBeUndone, { population: [of(body)], parameters }).verdict

describe('changes-can-be-undone', () => {
  it('asks for a plan', () => {
    expect(say({ rollbackPlan: 'Restore the old build' })).toBe('met')
    expect(say({})).toBe('not-met')
    expect(say({ rollbackPlan: '' })).toBe('not-met')
    expect(say({ implementedAt: null })).toBe('not-applicable')
    expect(say({ type: 'emergency' })).toBe('not-applicable')
  })
})

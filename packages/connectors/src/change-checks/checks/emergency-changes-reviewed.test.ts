import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { emergencyChangesReviewed } from './emergency-changes-reviewed.ts'

const of = (body: object) =>
  recordOf('change', 'a', {
    key: 'C-1',
    summary: 'Patch',
    type: 'emergency',
    status: 'Closed',
    systems: [],
    implementer: 'cleo',
    implementedAt: '2026-06-10T10:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(emergencyChangesReviewed, { population: [of(body)], parameters }).verdict

describe('emergency-changes-reviewed', () => {
  it('asks for a review in time by another person', () => {
    expect(say({ reviewer: 'ben', reviewedAt: '2026-06-15T10:00:00Z' })).toBe('met')
    expect(say({ reviewer: 'ben', reviewedAt: '2026-06-16T10:00:00Z' })).toBe('not-met')
    expect(say({ reviewer: 'cleo', reviewedAt: '2026-06-11T10:00:00Z' })).toBe('not-met')
    expect(say({})).toBe('not-met')
    expect(say({ implementedAt: '2026-06-28T10:00:00Z' })).toBe('not-applicable')
    expect(say({ type: 'normal' })).toBe('not-applicable')
  })

  it('does not guess', () => {
    expect(say({ implementedAt: null })).toBe('unknown')
    expect(say({ reviewedAt: '2026-06-11T10:00:00Z' })).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { breakGlassReviewed } from './break-glass-reviewed.ts'

const of = (body: object) =>
  recordOf('elevation', 'a', {
    identifier: 'e1',
    kind: 'break-glass',
    account: 'glass',
    requester: 'ada',
    startedAt: '2026-06-10T10:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(breakGlassReviewed, { population: [of(body)], parameters }).verdict

describe('break-glass-reviewed', () => {
  it('asks for a review in time by somebody else', () => {
    expect(say({ reviewer: 'ben', reviewedAt: '2026-06-13T10:00:00Z' })).toBe('met')
    expect(say({ reviewer: 'ben', reviewedAt: '2026-06-14T10:00:00Z' })).toBe('not-met')
    expect(say({ reviewer: 'ada', reviewedAt: '2026-06-11T10:00:00Z' })).toBe('not-met')
    expect(say({})).toBe('not-met')
    expect(say({ startedAt: '2026-06-29T10:00:00Z' })).toBe('not-applicable')
  })

  it('does not guess', () => {
    expect(say({ startedAt: null })).toBe('unknown')
    expect(say({ reviewedAt: '2026-06-11T10:00:00Z' })).toBe('unknown')
    expect(say({ kind: 'just-in-time' })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { elevation, judgeScene } from '../../testing/check-input.ts'
import { elevationsApprovedByAnother } from './elevations-approved-by-another.ts'

const plain = { startedAt: '2026-06-10T10:00:00Z', approver: 'ben', approvedAt: '2026-06-10T10:00:00Z' }
const evaluate = (body: Parameters<typeof elevation>[1]) =>
  judgeScene(elevationsApprovedByAnother, { population: [elevation('e-1', { ...plain, ...body })] }).verdict

describe('elevations-approved-by-another', () => {
  it('is met up to the second of its beginning and not met after', () => {
    expect(evaluate({})).toBe('met')
    expect(evaluate({ approvedAt: '2026-06-10T10:00:01Z' })).toBe('not-met')
  })

  it('lets nobody approve their own', () => {
    expect(evaluate({ approver: 'ADA ' })).toBe('not-met')
    expect(evaluate({ requester: 'ben' })).toBe('not-met')
  })

  it('is unknown without who or when, and leaves out break-glass and what never began', () => {
    expect(evaluate({ approver: null })).toBe('unknown')
    expect(evaluate({ approvedAt: null })).toBe('unknown')
    expect(evaluate({ kind: 'break-glass' })).toBe('not-applicable')
    expect(evaluate({ startedAt: null })).toBe('not-applicable')
    for (const population of [[], null])
      expect(judgeScene(elevationsApprovedByAnother, { population }).verdict).toBe('unknown')
  })
})

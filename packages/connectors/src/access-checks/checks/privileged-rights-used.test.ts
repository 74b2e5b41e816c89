import { describe, expect, it } from 'vitest'
import { entitlement, judgeScene } from '../../testing/check-input.ts'
import { privilegedRightsUsed } from './privileged-rights-used.ts'

const evaluate = (body: Parameters<typeof entitlement>[1]) =>
  judgeScene(privilegedRightsUsed, {
    asOf: '2026-06-30',
    population: [entitlement('ada', { level: 'admin', ...body })],
  }).verdict

describe('privileged-rights-used', () => {
  it('is met on the ninetieth day and not met on the next', () => {
    expect(evaluate({ lastUsed: '2026-04-01T00:00:00Z' })).toBe('met')
    expect(evaluate({ lastUsed: '2026-03-31T00:00:00Z', granted: '2026-06-01T00:00:00Z' })).toBe('not-met')
    expect(evaluate({ granted: '2026-06-01T00:00:00Z' })).toBe('met')
    expect(evaluate({ granted: '2025-06-01T00:00:00Z' })).toBe('not-met')
  })

  it('is unknown without a date or without saying what it is', () => {
    expect(evaluate({})).toBe('unknown')
    expect(evaluate({ level: null, lastUsed: '2026-06-01T00:00:00Z' })).toBe('unknown')
    for (const population of [[], null])
      expect(judgeScene(privilegedRightsUsed, { population }).verdict).toBe('unknown')
  })

  it('does not apply to lesser rights', () => {
    expect(evaluate({ level: 'read' })).toBe('not-applicable')
    expect(evaluate({ privileged: false })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, restoreTest } from '../../testing/check-input.ts'
import { restoreDrillRecent } from './restore-drill-recent.ts'

const evaluate = (...bodies: NonNullable<Parameters<typeof restoreTest>[1]>[]) =>
  judgeScene(restoreDrillRecent, {
    asOf: '2026-06-30',
    population: bodies.map((body, i) => restoreTest(`t-${i}`, body)),
  }).verdict

describe('restore-drill-recent', () => {
  it('is met on the last day and not met on the next', () => {
    expect(evaluate({ finishedAt: '2026-03-30T00:00:00Z' })).toBe('met')
    expect(evaluate({ finishedAt: '2026-03-29T23:59:59Z' })).toBe('not-met')
  })

  it('judges each system by its newest success', () => {
    expect(evaluate({ startedAt: '2025-01-01T00:00:00Z' }, { startedAt: '2026-06-01T00:00:00Z' })).toBe('met')
    expect(evaluate({ finishedAt: '2026-06-01T00:00:00Z' }, { system: 'db-2', outcome: 'failed' })).toBe('not-met')
  })

  it('is unknown without a time or an end, and without drills', () => {
    expect(evaluate({})).toBe('unknown')
    expect(evaluate({ outcome: 'unknown', finishedAt: '2026-06-01T00:00:00Z' })).toBe('unknown')
    expect(evaluate()).toBe('unknown')
    expect(judgeScene(restoreDrillRecent, { population: null }).verdict).toBe('unknown')
  })
})

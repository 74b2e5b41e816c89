import { describe, expect, it } from 'vitest'
import { backupRun, judgeScene } from '../../testing/check-input.ts'
import { backupsKeptLongEnough } from './backups-kept-long-enough.ts'

const evaluate = (body: Parameters<typeof backupRun>[1]) =>
  judgeScene(backupsKeptLongEnough, { population: [backupRun('a', { finishedAt: '2026-06-01T02:00:00Z', ...body })] })
    .verdict

describe('backups-kept-long-enough', () => {
  it('is met at thirty days and not met at twenty-nine', () => {
    expect(evaluate({ expires: '2026-07-01T00:00:00Z' })).toBe('met')
    expect(evaluate({ expires: '2026-06-30T23:59:59Z' })).toBe('not-met')
  })

  it('is unknown without an end, and leaves out what was not stored', () => {
    expect(evaluate({})).toBe('unknown')
    expect(evaluate({ finishedAt: null, expires: '2026-07-01T00:00:00Z' })).toBe('unknown')
    expect(evaluate({ outcome: 'failed', expires: '2026-06-02T00:00:00Z' })).toBe('not-applicable')
    for (const population of [[], null])
      expect(judgeScene(backupsKeptLongEnough, { population }).verdict).toBe('unknown')
  })
})

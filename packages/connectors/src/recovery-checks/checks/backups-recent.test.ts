import { describe, expect, it } from 'vitest'
import { backupRun, judgeScene } from '../../testing/check-input.ts'
import { backupsRecent } from './backups-recent.ts'

const evaluate = (...population: ReturnType<typeof backupRun>[]) =>
  judgeScene(backupsRecent, { asOf: '2026-06-30', population }).verdict

describe('backups-recent', () => {
  it('is met the day after and not met on the next', () => {
    expect(evaluate(backupRun('a', { finishedAt: '2026-06-29T00:00:00Z' }))).toBe('met')
    expect(evaluate(backupRun('a', { finishedAt: '2026-06-28T23:59:59Z' }))).toBe('not-met')
  })

  it('takes the newest that succeeded, per resource', () => {
    const old = backupRun('a', { finishedAt: '2026-06-20T00:00:00Z' })
    expect(evaluate(old, backupRun('b', { finishedAt: '2026-06-30T00:00:00Z' }))).toBe('met')
    expect(evaluate(old, backupRun('b', { outcome: 'failed', finishedAt: '2026-06-30T00:00:00Z' }))).toBe('not-met')
    expect(evaluate(old, backupRun('b', { resource: 'db-2', finishedAt: '2026-06-30T00:00:00Z' }))).toBe('not-met')
  })

  it('is not met where every run failed, and unknown without a time, an end or runs', () => {
    expect(evaluate(backupRun('a', { outcome: 'failed' }))).toBe('not-met')
    expect(evaluate(backupRun('a'))).toBe('unknown')
    expect(evaluate(backupRun('a', { outcome: 'unknown', finishedAt: '2026-06-30T00:00:00Z' }))).toBe('unknown')
    expect(evaluate(backupRun('a', { finishedAt: '2026-07-02T00:00:00Z' }))).toBe('unknown')
    expect(evaluate()).toBe('unknown')
    expect(judgeScene(backupsRecent, { population: null }).verdict).toBe('unknown')
  })
})

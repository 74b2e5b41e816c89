import { describe, expect, it } from 'vitest'
import { backupRun, judgeScene } from '../../testing/check-input.ts'
import { backupFailuresMadeGood } from './backup-failures-made-good.ts'

const run = (
  outcome: 'succeeded' | 'failed' | 'warning' | 'running',
  finishedAt: string | null,
  job: string | null = 'nightly',
) => backupRun(`${outcome}-${finishedAt}`, { outcome, finishedAt, job })
const evaluate = (population: readonly ReturnType<typeof backupRun>[], asOf = '2026-06-30') =>
  judgeScene(backupFailuresMadeGood, { asOf, population }).verdict

describe('backup-failures-made-good', () => {
  const failure = run('failed', '2026-06-10T02:00:00Z')

  it('is met by a good run of the same job up to the last hour, and not met after it', () => {
    expect(evaluate([failure, run('succeeded', '2026-06-11T02:00:00Z')])).toBe('met')
    expect(evaluate([failure, run('succeeded', '2026-06-11T02:00:01Z')])).toBe('not-met')
    expect(evaluate([failure, run('succeeded', '2026-06-10T03:00:00Z', 'other')])).toBe('not-met')
    expect(evaluate([failure, run('succeeded', '2026-06-10T01:00:00Z')])).toBe('not-met')
  })

  it('waits as long as a good run may follow, judged by the end of the day', () => {
    expect(evaluate([failure], '2026-06-10')).toBe('met')
    expect(evaluate([failure], '2026-06-11')).toBe('not-met')
  })

  it('is unknown for an end in doubt, without a time or a job, and without runs', () => {
    expect(evaluate([run('warning', '2026-06-10T02:00:00Z')])).toBe('unknown')
    expect(evaluate([run('failed', null)])).toBe('unknown')
    expect(evaluate([failure, run('succeeded', null)])).toBe('unknown')
    expect(evaluate([backupRun('x', { resource: null })])).toBe('unknown')
    expect(evaluate([])).toBe('unknown')
    expect(judgeScene(backupFailuresMadeGood, { population: null }).verdict).toBe('unknown')
  })

  it('is met where every run succeeded, and does not apply to a job that only began', () => {
    expect(evaluate([run('succeeded', '2026-06-10T02:00:00Z')])).toBe('met')
    expect(evaluate([run('running', null)])).toBe('not-applicable')
  })
})

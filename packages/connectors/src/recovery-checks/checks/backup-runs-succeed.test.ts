import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { backupRunsSucceed } from './backup-runs-succeed.ts'

const of = (body: object) =>
  recordOf('backup-run', 'a', {
    identifier: 'b1',
    outcome: 'succeeded',
    startedAt: '2026-06-10T01:00:00Z',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(backupRunsSucceed, { population: [of(body)], parameters }).verdict

describe('backup-runs-succeed', () => {
  it('takes success and nothing else', () => {
    expect(say({})).toBe('met')
    expect(say({ outcome: 'failed' })).toBe('not-met')
    expect(say({ outcome: 'warning' })).toBe('not-met')
    expect(say({ outcome: 'canceled' })).toBe('not-met')
    expect(say({ outcome: 'running' })).toBe('not-applicable')
    expect(say({ outcome: 'unknown' })).toBe('unknown')
  })
})

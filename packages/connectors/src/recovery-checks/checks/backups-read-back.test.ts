import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { backupsReadBack } from './backups-read-back.ts'

const of = (body: object) =>
  recordOf('backup-run', 'a', {
    identifier: 'b1',
    outcome: 'succeeded',
    startedAt: '2026-06-10T01:00:00Z',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(backupsReadBack, { population: [of(body)], parameters }).verdict

describe('backups-read-back', () => {
  it('judges backups that are there', () => {
    expect(say({ verified: true })).toBe('met')
    expect(say({ verified: false })).toBe('not-met')
    expect(say({ verified: null })).toBe('unknown')
    expect(say({ outcome: 'failed', verified: false })).toBe('not-applicable')
  })
})

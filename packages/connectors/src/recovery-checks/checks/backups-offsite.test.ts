import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { backupsOffsite } from './backups-offsite.ts'

const of = (body: object) =>
  recordOf('backup-run', 'a', {
    identifier: 'b1',
    outcome: 'succeeded',
    startedAt: '2026-06-10T01:00:00Z',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(backupsOffsite, { population: [of(body)], parameters }).verdict

describe('backups-offsite', () => {
  it('judges backups that are there', () => {
    expect(say({ offsite: true })).toBe('met')
    expect(say({ offsite: false })).toBe('not-met')
    expect(say({ offsite: null })).toBe('unknown')
    expect(say({ outcome: 'failed', offsite: false })).toBe('not-applicable')
  })
})

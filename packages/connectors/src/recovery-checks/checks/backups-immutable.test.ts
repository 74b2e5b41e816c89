import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { backupsImmutable } from './backups-immutable.ts'

const of = (body: object) =>
  recordOf('backup-run', 'a', {
    identifier: 'b1',
    outcome: 'succeeded',
    startedAt: '2026-06-10T01:00:00Z',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(backupsImmutable, { population: [of(body)], parameters }).verdict

describe('backups-immutable', () => {
  it('judges backups that are there', () => {
    expect(say({ immutable: true })).toBe('met')
    expect(say({ immutable: false })).toBe('not-met')
    expect(say({ immutable: null })).toBe('unknown')
    expect(say({ outcome: 'failed', immutable: false })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { backupsEncrypted } from './backups-encrypted.ts'

const of = (body: object) =>
  recordOf('backup-run', 'a', {
    identifier: 'b1',
    outcome: 'succeeded',
    startedAt: '2026-06-10T01:00:00Z',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(backupsEncrypted, { population: [of(body)], parameters }).verdict

describe('backups-encrypted', () => {
  it('judges backups that are there', () => {
    expect(say({ encrypted: true })).toBe('met')
    expect(say({ encrypted: false })).toBe('not-met')
    expect(say({ encrypted: null })).toBe('unknown')
    expect(say({ outcome: 'failed', encrypted: false })).toBe('not-applicable')
  })
})

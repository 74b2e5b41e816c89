import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { backupRetentionKept } from './backup-retention-kept.ts'

const of = (value: number | string | null, resource = 'a') =>
  setting(resource, { setting: 'backup-retention-days', value })

describe('backup-retention-kept', () => {
  it('is met at the limit and not met below it, and the limit is a parameter', () => {
    expect(judgeScene(backupRetentionKept, { population: [of(7)] }).verdict).toBe('met')
    expect(judgeScene(backupRetentionKept, { population: [of(7), of(6, 'b')] })).toMatchObject({
      verdict: 'not-met',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met', value: '6' }],
    })
    const parameters = { minimumDays: 8 }
    expect(judgeScene(backupRetentionKept, { population: [of(7)], parameters }).verdict).toBe('not-met')
  })

  it('is not met by a value that is no number, and unknown without one', () => {
    expect(judgeScene(backupRetentionKept, { population: [of('forever')] }).verdict).toBe('not-met')
    for (const population of [[of(null)], [], null])
      expect(judgeScene(backupRetentionKept, { population }).verdict).toBe('unknown')
  })
})

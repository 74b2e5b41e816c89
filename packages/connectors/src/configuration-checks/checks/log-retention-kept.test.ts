import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { logRetentionKept } from './log-retention-kept.ts'

const of = (value: number | string | null, resource = 'a') =>
  setting(resource, { setting: 'log-retention-days', value })

describe('log-retention-kept', () => {
  it('is met at the limit and not met below it, and the limit is a parameter', () => {
    expect(judgeScene(logRetentionKept, { population: [of(2190)] }).verdict).toBe('met')
    expect(judgeScene(logRetentionKept, { population: [of(2190), of(2189, 'b')] })).toMatchObject({
      verdict: 'not-met',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met', value: '2189' }],
    })
    const parameters = { minimumDays: 2191 }
    expect(judgeScene(logRetentionKept, { population: [of(2190)], parameters }).verdict).toBe('not-met')
  })

  it('is not met by a value that is no number, and unknown without one', () => {
    expect(judgeScene(logRetentionKept, { population: [of('forever')] }).verdict).toBe('not-met')
    for (const population of [[of(null)], [], null])
      expect(judgeScene(logRetentionKept, { population }).verdict).toBe('unknown')
  })
})

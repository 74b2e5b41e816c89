import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { approvalsRequired } from './approvals-required.ts'

const of = (value: number | string | null, resource = 'a') =>
  setting(resource, { setting: 'required-approvals', value })

describe('approvals-required', () => {
  it('is met at the limit and not met below it, and the limit is a parameter', () => {
    expect(judgeScene(approvalsRequired, { population: [of(1)] }).verdict).toBe('met')
    expect(judgeScene(approvalsRequired, { population: [of(1), of(0, 'b')] })).toMatchObject({
      verdict: 'not-met',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met', value: '0' }],
    })
    const parameters = { minimumApprovals: 2 }
    expect(judgeScene(approvalsRequired, { population: [of(1)], parameters }).verdict).toBe('not-met')
  })

  it('is not met by a value that is no number, and unknown without one', () => {
    expect(judgeScene(approvalsRequired, { population: [of('forever')] }).verdict).toBe('not-met')
    for (const population of [[of(null)], [], null])
      expect(judgeScene(approvalsRequired, { population }).verdict).toBe('unknown')
  })
})

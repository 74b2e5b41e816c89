import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { passwordLengthKept } from './password-length-kept.ts'

const of = (value: number | string | null, resource = 'a') =>
  setting(resource, { setting: 'password-minimum-length', value })

describe('password-length-kept', () => {
  it('is met at the limit and not met below it, and the limit is a parameter', () => {
    expect(judgeScene(passwordLengthKept, { population: [of(12)] }).verdict).toBe('met')
    expect(judgeScene(passwordLengthKept, { population: [of(12), of(11, 'b')] })).toMatchObject({
      verdict: 'not-met',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met', value: '11' }],
    })
    const parameters = { minimumLength: 13 }
    expect(judgeScene(passwordLengthKept, { population: [of(12)], parameters }).verdict).toBe('not-met')
  })

  it('is not met by a value that is no number, and unknown without one', () => {
    expect(judgeScene(passwordLengthKept, { population: [of('forever')] }).verdict).toBe('not-met')
    for (const population of [[of(null)], [], null])
      expect(judgeScene(passwordLengthKept, { population }).verdict).toBe('unknown')
  })
})

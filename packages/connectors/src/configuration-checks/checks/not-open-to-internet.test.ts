import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { notOpenToInternet } from './not-open-to-internet.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'open-to-internet', value, resourceKind: 'other' })

describe('not-open-to-internet', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(notOpenToInternet, { population: [of(false), of(true, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 network rules let the whole internet in: b.')
    expect(judgeScene(notOpenToInternet, { population: [of(false)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(notOpenToInternet, { population }).verdict).toBe('unknown')
  })
})

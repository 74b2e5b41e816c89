import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { threatDetectionOn } from './threat-detection-on.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'threat-detection', value, resourceKind: 'other' })

describe('threat-detection-on', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(threatDetectionOn, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 regions or accounts have no threat detection: b.')
    expect(judgeScene(threatDetectionOn, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(threatDetectionOn, { population }).verdict).toBe('unknown')
  })
})

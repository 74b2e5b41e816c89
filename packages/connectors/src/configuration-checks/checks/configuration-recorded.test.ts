import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { configurationRecorded } from './configuration-recorded.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'configuration-recording', value, resourceKind: 'other' })

describe('configuration-recorded', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(configurationRecorded, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 regions or accounts record no changes: b.')
    expect(judgeScene(configurationRecorded, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(configurationRecorded, { population }).verdict).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { trailOn } from './trail-on.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'audit-trail', value, resourceKind: 'other' })

describe('trail-on', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(trailOn, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 audit trails are not recording: b.')
    expect(judgeScene(trailOn, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null]) expect(judgeScene(trailOn, { population }).verdict).toBe('unknown')
  })
})

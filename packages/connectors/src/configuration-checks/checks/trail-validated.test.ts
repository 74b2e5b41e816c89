import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { trailValidated } from './trail-validated.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'audit-trail-validation', value, resourceKind: 'other' })

describe('trail-validated', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(trailValidated, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 audit trails cannot tell changed files: b.')
    expect(judgeScene(trailValidated, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(trailValidated, { population }).verdict).toBe('unknown')
  })
})

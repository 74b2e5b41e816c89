import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { mfaEnforced } from './mfa-enforced.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'mfa-required', value, resourceKind: 'other' })

describe('mfa-enforced', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(mfaEnforced, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 accounts and applications demand no second factor: b.')
    expect(judgeScene(mfaEnforced, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(mfaEnforced, { population }).verdict).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { branchesProtected } from './branches-protected.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'branch-protection', value, resourceKind: 'other' })

describe('branches-protected', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(branchesProtected, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 branches can be changed directly: b.')
    expect(judgeScene(branchesProtected, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(branchesProtected, { population }).verdict).toBe('unknown')
  })
})

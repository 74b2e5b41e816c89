import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { rootHasMfa } from './root-has-mfa.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'root-mfa', value, resourceKind: 'other' })

describe('root-has-mfa', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(rootHasMfa, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 accounts have a root user without a second factor: b.')
    expect(judgeScene(rootHasMfa, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(rootHasMfa, { population }).verdict).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { deletionProtected } from './deletion-protected.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'deletion-protection', value, resourceKind: 'database' })

describe('deletion-protected', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(deletionProtected, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 databases can be deleted at once: b.')
    expect(judgeScene(deletionProtected, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(deletionProtected, { population }).verdict).toBe('unknown')
  })

  it('is unknown where a resource that has to have the setting does not say it', () => {
    const other = setting('b', { setting: 'log-delivery', value: true, resourceKind: 'database' })
    expect(judgeScene(deletionProtected, { population: [of(true), other] })).toMatchObject({
      verdict: 'unknown',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'unknown' }],
    })
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { storesNotPublic } from './stores-not-public.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'public-access', value, resourceKind: 'storage' })

describe('stores-not-public', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(storesNotPublic, { population: [of(false), of(true, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 stores are public: b.')
    expect(judgeScene(storesNotPublic, { population: [of(false)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(storesNotPublic, { population }).verdict).toBe('unknown')
  })

  it('is unknown where a resource that has to have the setting does not say it', () => {
    const other = setting('b', { setting: 'log-delivery', value: true, resourceKind: 'storage' })
    expect(judgeScene(storesNotPublic, { population: [of(false), other] })).toMatchObject({
      verdict: 'unknown',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'unknown' }],
    })
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { publicAccessBlocked } from './public-access-blocked.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'public-access-blocked', value, resourceKind: 'storage' })

describe('public-access-blocked', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(publicAccessBlocked, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 buckets can be made public: b.')
    expect(judgeScene(publicAccessBlocked, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(publicAccessBlocked, { population }).verdict).toBe('unknown')
  })

  it('is unknown where a resource that has to have the setting does not say it', () => {
    const other = setting('b', { setting: 'log-delivery', value: true, resourceKind: 'storage' })
    expect(judgeScene(publicAccessBlocked, { population: [of(true), other] })).toMatchObject({
      verdict: 'unknown',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'unknown' }],
    })
  })
})

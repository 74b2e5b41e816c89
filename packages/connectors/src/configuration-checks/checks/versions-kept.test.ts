import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { versionsKept } from './versions-kept.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'versioning', value, resourceKind: 'storage' })

describe('versions-kept', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(versionsKept, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 buckets lose overwritten versions: b.')
    expect(judgeScene(versionsKept, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(versionsKept, { population }).verdict).toBe('unknown')
  })

  it('is unknown where a resource that has to have the setting does not say it', () => {
    const other = setting('b', { setting: 'log-delivery', value: true, resourceKind: 'storage' })
    expect(judgeScene(versionsKept, { population: [of(true), other] })).toMatchObject({
      verdict: 'unknown',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'unknown' }],
    })
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { storesEncrypted } from './stores-encrypted.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'encryption-at-rest', value, resourceKind: 'storage' })

describe('stores-encrypted', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(storesEncrypted, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 stores are not encrypted: b.')
    expect(judgeScene(storesEncrypted, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(storesEncrypted, { population }).verdict).toBe('unknown')
  })

  it('is unknown where a resource that has to have the setting does not say it', () => {
    const other = setting('b', { setting: 'log-delivery', value: true, resourceKind: 'storage' })
    expect(judgeScene(storesEncrypted, { population: [of(true), other] })).toMatchObject({
      verdict: 'unknown',
      items: [{ verdict: 'met' }, { key: 'b', verdict: 'unknown' }],
    })
  })
})

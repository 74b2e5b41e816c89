import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { connectionsEncrypted } from './connections-encrypted.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'encryption-in-transit', value, resourceKind: 'other' })

describe('connections-encrypted', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(connectionsEncrypted, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 services take plain connections: b.')
    expect(judgeScene(connectionsEncrypted, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(connectionsEncrypted, { population }).verdict).toBe('unknown')
  })
})

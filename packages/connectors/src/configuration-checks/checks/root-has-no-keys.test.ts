import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { rootHasNoKeys } from './root-has-no-keys.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'root-access-keys', value, resourceKind: 'other' })

describe('root-has-no-keys', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(rootHasNoKeys, { population: [of(false), of(true, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 accounts have root access keys: b.')
    expect(judgeScene(rootHasNoKeys, { population: [of(false)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(rootHasNoKeys, { population }).verdict).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, setting } from '../../testing/check-input.ts'
import { keysRotate } from './keys-rotate.ts'

const of = (value: boolean | null, resource = 'a') =>
  setting(resource, { setting: 'key-rotation', value, resourceKind: 'other' })

describe('keys-rotate', () => {
  it('names each that is not as it has to be', () => {
    const said = judgeScene(keysRotate, { population: [of(true), of(false, 'b')] })
    expect(said).toMatchObject({ verdict: 'not-met', items: [{ verdict: 'met' }, { key: 'b', verdict: 'not-met' }] })
    expect(said.summary).toBe('1 of 2 keys are not rotated: b.')
    expect(judgeScene(keysRotate, { population: [of(true)] }).verdict).toBe('met')
  })

  it('is unknown without a value, without the setting and without evidence', () => {
    for (const population of [[of(null)], [], null])
      expect(judgeScene(keysRotate, { population }).verdict).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { devicesEncrypted } from './devices-encrypted.ts'

const of = (body: object) => recordOf('device', 'a', { identifier: 'd1', name: 'laptop', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(devicesEncrypted, { population: [of(body)], parameters }).verdict

describe('devices-encrypted', () => {
  it('judges each device', () => {
    expect(say({ encrypted: true })).toBe('met')
    expect(say({ encrypted: false })).toBe('not-met')
    expect(say({ encrypted: null })).toBe('unknown')
  })
})

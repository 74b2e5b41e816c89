import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { devicesProtected } from './devices-protected.ts'

const of = (body: object) => recordOf('device', 'a', { identifier: 'd1', name: 'laptop', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(devicesProtected, { population: [of(body)], parameters }).verdict

describe('devices-protected', () => {
  it('judges each device', () => {
    expect(say({ protected: true })).toBe('met')
    expect(say({ protected: false })).toBe('not-met')
    expect(say({ protected: null })).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { devicesCompliant } from './devices-compliant.ts'

const of = (body: object) => recordOf('device', 'a', { identifier: 'd1', name: 'laptop', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(devicesCompliant, { population: [of(body)], parameters }).verdict

describe('devices-compliant', () => {
  it('judges each device', () => {
    expect(say({ compliant: true })).toBe('met')
    expect(say({ compliant: false })).toBe('not-met')
    expect(say({ compliant: null })).toBe('unknown')
  })
})

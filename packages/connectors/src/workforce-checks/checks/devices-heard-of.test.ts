import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { devicesHeardOf } from './devices-heard-of.ts'

const of = (body: object) => recordOf('device', 'a', { identifier: 'd1', name: 'laptop', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(devicesHeardOf, { population: [of(body)], parameters }).verdict

describe('devices-heard-of', () => {
  it('counts days to the day judged', () => {
    expect(say({ lastSeen: '2026-05-31T10:00:00Z' })).toBe('met')
    expect(say({ lastSeen: '2026-05-30T10:00:00Z' })).toBe('not-met')
    expect(say({})).toBe('unknown')
  })
})

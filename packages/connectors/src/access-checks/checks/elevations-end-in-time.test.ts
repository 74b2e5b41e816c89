import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { elevationsEndInTime } from './elevations-end-in-time.ts'

const of = (body: object) =>
  recordOf('elevation', 'a', { identifier: 'e1', kind: 'just-in-time', account: 'ada', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(elevationsEndInTime, { population: [of(body)], parameters }).verdict

describe('elevations-end-in-time', () => {
  it('compares the end with the approval', () => {
    expect(say({ endsAt: '2026-06-10T12:00:00Z', endedAt: '2026-06-10T12:00:00Z' })).toBe('met')
    expect(say({ endsAt: '2026-06-10T12:00:00Z', endedAt: '2026-06-10T12:00:01Z' })).toBe('not-met')
    expect(say({ endsAt: '2026-06-10T12:00:00Z' })).toBe('not-met')
    expect(say({ endsAt: '2026-07-10T12:00:00Z' })).toBe('not-applicable')
    expect(say({})).toBe('unknown')
  })
})

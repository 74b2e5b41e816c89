import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { logSourcesHeard } from './log-sources-heard.ts'

const of = (body: object) => recordOf('log-source-state', 'a', { source: 'trail', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(logSourcesHeard, { population: [of(body)], parameters }).verdict

describe('log-sources-heard', () => {
  it('counts days to the day judged', () => {
    expect(say({ enabled: true, lastEventAt: '2026-06-29T10:00:00Z' })).toBe('met')
    expect(say({ enabled: true, lastEventAt: '2026-06-28T10:00:00Z' })).toBe('not-met')
    expect(say({ enabled: false, lastEventAt: '2026-06-30T10:00:00Z' })).toBe('not-met')
    expect(say({ enabled: true })).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { logSourcesKept } from './log-sources-kept.ts'

const of = (body: object) => recordOf('log-source-state', 'a', { source: 'trail', ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(logSourcesKept, { population: [of(body)], parameters }).verdict

describe('log-sources-kept', () => {
  it('asks for the promised time', () => {
    expect(say({ retentionDays: 2190 })).toBe('met')
    expect(say({ retentionDays: 2189 })).toBe('not-met')
    expect(say({ retainedForever: true })).toBe('met')
    expect(say({})).toBe('unknown')
    expect(say({ retentionDays: 90 }, { minimumDays: 90 })).toBe('met')
  })
})

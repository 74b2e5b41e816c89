import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { interfaceChannelsRun } from './interface-channels-run.ts'

const of = (body: object) => recordOf('interface-channel-statistics', 'a', { channel: 'ADT', running: true, ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(interfaceChannelsRun, { population: [of(body)], parameters }).verdict

describe('interface-channels-run', () => {
  it('asks that it runs and hardly fails', () => {
    expect(say({ errored: 0 })).toBe('met')
    expect(say({ errored: 1 })).toBe('not-met')
    expect(say({ errored: 5 }, { maximumErrors: 5 })).toBe('met')
    expect(say({ running: false, errored: 0 })).toBe('not-met')
    expect(say({ running: null })).toBe('unknown')
    expect(say({})).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { interfaceQueuesFlow } from './interface-queues-flow.ts'

const of = (body: object) => recordOf('interface-channel-statistics', 'a', { channel: 'ADT', running: true, ...body })
const say = (body: object, parameters = {}) =>
  judgeScene(interfaceQueuesFlow, { population: [of(body)], parameters }).verdict

describe('interface-queues-flow', () => {
  it('counts what waits', () => {
    expect(say({ queued: 100 })).toBe('met')
    expect(say({ queued: 101 })).toBe('not-met')
    expect(say({})).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { restoresLookedAt } from './restores-looked-at.ts'

const of = (body: object) =>
  recordOf('restore-test', 'a', {
    identifier: 'r1',
    system: 'ehr',
    kind: 'restore',
    outcome: 'succeeded',
    finishedAt: '2026-06-10T02:00:00Z',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(restoresLookedAt, { population: [of(body)], parameters }).verdict

describe('restores-looked-at', () => {
  it('asks for how and by whom', () => {
    expect(say({ validation: 'Counted rows', validator: 'ben' })).toBe('met')
    expect(say({ validation: 'Counted rows', tester: 'ada' })).toBe('met')
    expect(say({ validation: 'Counted rows' })).toBe('not-met')
    expect(say({ validator: 'ben' })).toBe('not-met')
    expect(say({ outcome: 'failed' })).toBe('not-applicable')
  })
})

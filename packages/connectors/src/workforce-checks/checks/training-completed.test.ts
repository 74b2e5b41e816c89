import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { trainingCompleted } from './training-completed.ts'

const of = (body: object) =>
  recordOf('training-completion', 'a', {
    person: 'ada@acme.example',
    course: 'Privacy',
    status: 'not-started',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(trainingCompleted, { population: [of(body)], parameters }).verdict

describe('training-completed', () => {
  it('asks for completion by the due day, and that it still counts', () => {
    expect(say({ status: 'completed', completed: '2026-06-01', due: '2026-06-01' })).toBe('met')
    expect(say({ status: 'completed', completed: '2026-06-02', due: '2026-06-01' })).toBe('not-met')
    expect(say({ status: 'completed', completed: '2025-06-02', expires: '2026-06-01' })).toBe('not-met')
    expect(say({ due: '2026-06-29' })).toBe('not-met')
    expect(say({ due: '2026-06-30' })).toBe('not-applicable')
    expect(say({})).toBe('unknown')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { pullRequestsApproved } from './pull-requests-approved.ts'

const of = (body: object) =>
  recordOf('pull-request', 'a', {
    repository: 'acme/portal',
    number: 7,
    title: 'x',
    author: 'ada',
    state: 'merged',
    headCommit: 'c2',
    ...body,
  })
const say = (body: object, parameters = {}) =>
  judgeScene(pullRequestsApproved, { population: [of(body)], parameters }).verdict

describe('pull-requests-approved', () => {
  it('asks for an approval by another person that still stands', () => {
    expect(say({ reviews: [{ reviewer: 'ben', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c2' }] })).toBe(
      'met',
    )
    expect(say({ reviews: [{ reviewer: 'ada', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c2' }] })).toBe(
      'not-met',
    )
    expect(
      say({
        reviews: [
          { reviewer: 'ben', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c1' },
          { reviewer: 'ben', verdict: 'changes-requested', at: '2026-06-01T10:00:00Z', commit: 'c2' },
        ],
      }),
    ).toBe('not-met')
    expect(
      say({
        reviews: [
          { reviewer: 'ben', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c1' },
          { reviewer: 'ben', verdict: 'commented', at: '2026-06-01T10:00:00Z', commit: 'c2' },
        ],
      }),
    ).toBe('met')
    expect(say({ reviews: [] })).toBe('not-met')
  })

  it('does not guess, and leaves out what was not merged', () => {
    expect(say({ reviews: null })).toBe('unknown')
    expect(say({ state: 'open', reviews: [] })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { judgeScene, recordOf } from '../../testing/check-input.ts'
import { approvalsOfTheNewestCommit } from './approvals-of-the-newest-commit.ts'

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
  judgeScene(approvalsOfTheNewestCommit, { population: [of(body)], parameters }).verdict

describe('approvals-of-the-newest-commit', () => {
  it('compares the commit approved with the newest', () => {
    expect(say({ reviews: [{ reviewer: 'ben', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c2' }] })).toBe(
      'met',
    )
    expect(say({ reviews: [{ reviewer: 'ben', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c1' }] })).toBe(
      'not-met',
    )
    expect(say({ reviews: [] })).toBe('not-applicable')
    expect(say({ reviews: null })).toBe('unknown')
    expect(
      say({
        headCommit: null,
        reviews: [{ reviewer: 'ben', verdict: 'approved', at: '2026-06-01T10:00:00Z', commit: 'c1' }],
      }),
    ).toBe('unknown')
    expect(say({ state: 'closed', reviews: [] })).toBe('not-applicable')
  })
})

import { describe, expect, it } from 'vitest'
import { describeError, problemOf, unreachable } from './problem.ts'

describe('a problem the server describes', () => {
  it('becomes one sentence with its place and its remedy', () => {
    const document = {
      type: 'urn:evidentia:problem:malformed-file',
      title: 'Malformed file',
      status: 422,
      detail: 'The credential report ends in the middle of a row.',
      place: { file: 'report.csv', line: 7, field: 'mfa_active' },
      remedy: 'Export it again.',
      instance: 'req-1',
    }
    const problem = problemOf(422, JSON.stringify(document))
    expect(problem.message).toBe(
      'The credential report ends in the middle of a row. (file: report.csv, line: 7, field: mfa_active) Export it again.',
    )
    expect(problem).toMatchObject({ status: 422, code: 'malformed-file', request: 'req-1' })
  })

  it('that is not a problem document gets a sentence by its status', () => {
    expect(problemOf(502, '<html>Bad gateway</html>').message).toMatch('status 502')
    expect(problemOf(403, '').message).toMatch('role')
    expect(problemOf(404, '"text"').message).toMatch('does not exist')
  })
})

describe('the sentence to show', () => {
  it('is the problem’s own, and never the text of an unknown error', () => {
    expect(describeError(unreachable(null))).toMatch('did not answer')
    expect(describeError(new TypeError('secret is undefined'))).not.toMatch('secret')
  })
})

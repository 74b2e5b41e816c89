import { describe, expect, it } from 'vitest'
import { describeProblem } from './problem.ts'

const coded = (message: string, fields: Record<string, string>): Error => Object.assign(new Error(message), fields)

describe('what a caller is told', () => {
  it('when PostgreSQL is lost, also at a commit, is that nobody knows whether it was done', () => {
    for (const error of [
      new Error('Connection terminated unexpectedly'),
      coded('could not fdatasync file', { code: '58030', severity: 'PANIC' }),
      coded('No space left on device', { code: '53100', severity: 'PANIC' }),
      coded('terminating connection', { code: '57P01', severity: 'FATAL' }),
      coded('connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
    ]) {
      const problem = describeProblem(error, 'request')
      expect(problem).toMatchObject({ status: 503, detail: expect.stringContaining('not known') })
      expect(problem.remedy).toContain('Send it again')
    }
  })

  it('when a statement fails for want of room, or on a broken disk, is that nothing was changed', () => {
    const full = coded('could not extend file', { code: '53100', severity: 'ERROR' })
    expect(describeProblem(full, 'request')).toMatchObject({
      status: 507,
      detail: expect.stringContaining('nothing was changed'),
    })
    const broken = coded('could not read block', { code: '58030', severity: 'ERROR' })
    expect(describeProblem(broken, 'request')).toMatchObject({
      status: 503,
      detail: expect.stringContaining('nothing was changed'),
    })
  })

  it('when the disk of the artifacts fails or is full, says what to do and shows no path', () => {
    for (const [code, status] of [
      ['EIO', 503],
      ['EROFS', 503],
      ['ENOSPC', 507],
    ] as const) {
      const problem = describeProblem(coded(`${code}: i/o error, open '/data/blobs/x'`, { code }), 'request')
      expect(problem.status).toBe(status)
      expect(problem.remedy).toMatch(/operator/)
      expect(JSON.stringify(problem)).not.toContain('/data')
    }
  })

  it('of a defect promises nothing about what was done', () => {
    const problem = describeProblem(new TypeError('undefined is not a function'), 'request')
    expect(problem).toMatchObject({ status: 500, detail: 'The server failed; whether this was done is not known.' })
  })
})

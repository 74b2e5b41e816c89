import type { Agreement } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { judgeScene } from '../../testing/check-input.ts'
import { vendorDocument, versionOf } from '../../testing/documents.ts'
import { baaInForce } from './baa-in-force.ts'

const baa = (id: string, rest: Partial<Agreement> = {}) =>
  versionOf('agreement', { id, type: 'baa', party: { vendor: 'lake' }, ...rest })
const evaluate = (asOf: string, ...agreements: ReturnType<typeof baa>[]) =>
  judgeScene(baaInForce, {
    asOf,
    subject: { kind: 'vendor', id: 'lake' },
    documents: [vendorDocument(), ...agreements],
  })

describe('baa-in-force', () => {
  it('is met from the day of signature, within the days in which it is in effect', () => {
    const agreement = baa('baa-lake', { signed: '2026-03-01', term: { from: '2026-03-01', to: '2026-12-31' } })
    expect(evaluate('2026-03-01', agreement).verdict).toBe('met')
    expect(evaluate('2026-12-31', agreement).verdict).toBe('met')
    expect(evaluate('2026-02-28', agreement).verdict).toBe('not-met')
    expect(evaluate('2027-01-01', agreement).verdict).toBe('not-met')
  })

  it('is not met by a draft, and names it', () => {
    const result = evaluate('2026-06-30', baa('baa-lake'))
    expect(result.verdict).toBe('not-met')
    expect(result.summary).toContain('baa-lake: drafted and never signed')
  })

  it('is met by one in force beside a draft and an expired one', () => {
    const expired = baa('baa-old', { signed: '2020-01-01', term: { to: '2021-01-01' } })
    const result = evaluate('2026-06-30', baa('draft'), expired, baa('baa-new', { signed: '2021-01-01' }))
    expect(result).toMatchObject({ verdict: 'met', summary: expect.stringContaining('baa-new') })
  })

  it('is not met by another kind of contract, by another party, or by none', () => {
    const msa = versionOf('agreement', { id: 'msa-lake', type: 'msa', party: { vendor: 'lake' }, signed: '2020-01-01' })
    const other = baa('baa-hill', { party: { vendor: 'hill' }, signed: '2020-01-01' })
    expect(evaluate('2026-06-30', msa, other)).toMatchObject({
      verdict: 'not-met',
      summary: expect.stringContaining('records no business associate agreement'),
    })
  })

  it('is unknown about a vendor the programme does not have', () => {
    expect(judgeScene(baaInForce, { subject: { kind: 'vendor', id: 'nobody' } }).verdict).toBe('unknown')
    expect(judgeScene(baaInForce, { subject: { kind: 'organization' } }).verdict).toBe('unknown')
  })
})

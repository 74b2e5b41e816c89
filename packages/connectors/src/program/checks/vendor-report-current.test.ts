import type { Vendor } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { judgeScene } from '../../testing/check-input.ts'
import { vendorDocument } from '../../testing/documents.ts'
import { vendorReportCurrent } from './vendor-report-current.ts'

type Report = NonNullable<Vendor['assurance']>[number]
const report = (to: string, rest: Partial<Report> = {}): Report => ({
  type: 'soc2-type2',
  period: { from: '2020-01-01', to },
  issued: to,
  opinion: 'unqualified',
  ...rest,
})
const bridge = (from: string, to: string): Report => ({
  type: 'bridge-letter',
  period: { from, to },
  issued: from,
  opinion: 'not-applicable',
})
const evaluate = (asOf: string, ...assurance: Report[]) =>
  judgeScene(vendorReportCurrent, {
    asOf,
    subject: { kind: 'vendor', id: 'lake' },
    documents: [vendorDocument({ assurance })],
  })
const verdictOn = (asOf: string, ...assurance: Report[]) => evaluate(asOf, ...assurance).verdict

describe('vendor-report-current', () => {
  it('is met for 12 months after the period of the newest report', () => {
    expect(verdictOn('2026-06-30', report('2024-06-30'), report('2025-06-30'))).toBe('met')
    expect(evaluate('2026-07-01', report('2025-06-30'))).toMatchObject({
      verdict: 'not-met',
      summary: expect.stringContaining('counts until 2026-06-30'),
    })
  })

  it('counts as far as a bridge letter reaches, 3 months at most', () => {
    expect(verdictOn('2026-09-30', report('2025-06-30'), bridge('2025-07-01', '2025-12-31'))).toBe('met')
    expect(verdictOn('2026-10-01', report('2025-06-30'), bridge('2025-07-01', '2025-12-31'))).toBe('not-met')
    expect(verdictOn('2026-08-01', report('2025-06-30'), bridge('2025-07-01', '2025-07-31'))).toBe('not-met')
  })

  it('takes no bridge that leaves a gap', () => {
    expect(verdictOn('2026-07-15', report('2025-06-30'), bridge('2025-08-01', '2025-09-30'))).toBe('not-met')
  })

  it('does not see a report before it was issued', () => {
    expect(verdictOn('2026-07-01', report('2025-06-30'), report('2026-06-30', { issued: '2026-08-15' }))).toBe(
      'not-met',
    )
  })

  it('holds a certificate valid until the day it names and no longer', () => {
    const certificate = report('2028-01-31', { type: 'iso27001', issued: '2025-02-14', opinion: 'not-applicable' })
    expect(verdictOn('2028-01-31', certificate)).toBe('met')
    expect(verdictOn('2028-02-01', certificate)).toBe('not-met')
  })

  it('is not met by an adverse or a refused opinion, even beside a good report', () => {
    expect(verdictOn('2026-06-30', report('2026-03-31', { opinion: 'adverse' }))).toBe('not-met')
    const good = report('2026-03-31', { type: 'soc1-type2' })
    expect(evaluate('2026-06-30', good, report('2026-03-31', { opinion: 'disclaimer' }))).toMatchObject({
      verdict: 'not-met',
      summary: expect.stringContaining('gave no opinion'),
    })
  })

  it('is met by a qualified opinion, which the reassessment has to weigh', () => {
    expect(verdictOn('2026-06-30', report('2026-03-31', { opinion: 'qualified' }))).toBe('met')
  })

  it('is not met by a point-in-time report or a penetration test alone, nor by nothing', () => {
    expect(
      verdictOn(
        '2026-06-30',
        report('2026-05-31', { type: 'soc2-type1' }),
        report('2026-05-31', { type: 'penetration-test' }),
      ),
    ).toBe('not-met')
    expect(verdictOn('2026-06-30')).toBe('not-met')
  })

  it('is unknown about a vendor the programme does not have', () => {
    expect(judgeScene(vendorReportCurrent, { subject: { kind: 'vendor', id: 'nobody' } }).verdict).toBe('unknown')
  })
})

import type { RecordBody } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { change, judgeScene } from '../../testing/check-input.ts'
import { changesApprovedByAnother } from './changes-approved-by-another.ts'

const evaluate = (body: Partial<RecordBody<'change'>>) =>
  judgeScene(changesApprovedByAnother, { population: [change('CHG-1', body)] })

describe('changes-approved-by-another', () => {
  it('is met when a third person approved first', () => {
    expect(evaluate({}).verdict).toBe('met')
  })

  it.each([
    ['the requester approved', { approver: ' Ada ' }, 'approved their own request'],
    ['the implementer approved', { approver: 'CLEO' }, 'approved and implemented'],
    ['nobody approved', { approver: null }, 'no approver'],
    ['the approval came after', { approvedAt: '2026-06-02T10:00:01Z' }, 'too late'],
  ])('is not met when %s', (_case, body, reason) => {
    const result = evaluate(body)
    expect(result.verdict).toBe('not-met')
    expect(result.items[0]?.reason).toContain(reason)
  })

  it('lets the approval of an emergency follow within 3 days, across time zones', () => {
    expect(evaluate({ type: 'emergency', approvedAt: '2026-06-05T05:00:00-05:00' }).verdict).toBe('met')
    expect(evaluate({ type: 'emergency', approvedAt: '2026-06-05T05:00:01-05:00' }).verdict).toBe('not-met')
  })

  it('lets nobody approve their own emergency', () => {
    expect(evaluate({ type: 'emergency', approver: 'ada' }).verdict).toBe('not-met')
  })

  it('leaves out what was not implemented, and judges a closed ticket that does not say when', () => {
    expect(evaluate({ implementedAt: null, status: 'Planned', approver: null }).verdict).toBe('not-applicable')
    expect(evaluate({ implementedAt: null, status: 'Closed' }).verdict).toBe('unknown')
    expect(evaluate({ implementedAt: null, status: 'Closed', approver: null }).verdict).toBe('not-met')
  })

  it.each([{ approvedAt: null }, { requester: null }, { implementer: null }])('is unknown without %j', (body) => {
    expect(evaluate(body).verdict).toBe('unknown')
  })

  it('is unknown without tickets', () => {
    expect(judgeScene(changesApprovedByAnother, { population: [] }).verdict).toBe('unknown')
    expect(judgeScene(changesApprovedByAnother, { population: null }).verdict).toBe('unknown')
  })
})

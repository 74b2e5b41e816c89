import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../time/date.ts'
import { retainedUntil, retentionEndsAt } from './retention.ts'

const item = {
  effective: { to: '2026-03-31' },
  collectedAt: '2026-04-03T12:00:00Z',
}

describe('retention', () => {
  it('keeps HIPAA documentation six years from the later of creation and last effective date', () => {
    expect(retainedUntil(item, 'UTC')).toBe('2032-04-03')
    expect(retainedUntil({ ...item, effective: { to: '2029-12-31' } }, 'UTC')).toBe('2035-12-31')
  })

  it('keeps each class for its own years', () => {
    expect(retainedUntil({ ...item, retention: 'audit-evidence' }, 'UTC')).toBe('2033-04-03')
    expect(retainedUntil({ ...item, retention: 'operational' }, 'UTC')).toBe('2029-04-03')
  })

  it('never ends a day early for a leap day or a time zone', () => {
    const leap = { ...item, effective: { to: '2028-02-29' } }
    expect(retainedUntil(leap, 'UTC')).toBe('2034-03-01')
    const late = { ...item, collectedAt: '2026-04-04T03:00:00Z' }
    expect(retainedUntil(late, 'America/Chicago')).toBe('2032-04-03')
  })

  it('ends with its last day where the organization is, not a moment before', () => {
    expect(retentionEndsAt(item, 'UTC').toISOString()).toBe('2032-04-04T00:00:00.000Z')
    expect(retentionEndsAt(item, 'America/Chicago').toISOString()).toBe('2032-04-04T05:00:00.000Z')
  })

  it('is never shorter than six years of 365 days for HIPAA documentation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (n) => {
        const to = addDays('2010-01-01', n)
        const until = retainedUntil({ ...item, effective: { to } }, 'UTC')
        expect(until >= addDays(to, 6 * 365)).toBe(true)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cadenceSchema, intervalAt, intervalsBetween } from './cadence.ts'
import { addDays, daysBetween } from './date.ts'

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n))
const cadence = fc.constantFrom(...cadenceSchema.options)

describe('the intervals of a cadence', () => {
  it.each([
    ['weekly', '2026-01-01', '2025-12-29', '2026-01-04', '2026-W01'],
    ['weekly', '2027-01-03', '2026-12-28', '2027-01-03', '2026-W53'],
    ['monthly', '2028-02-29', '2028-02-01', '2028-02-29', '2028-02'],
    ['quarterly', '2026-08-31', '2026-07-01', '2026-09-30', '2026-Q3'],
    ['semi-annual', '2026-06-30', '2026-01-01', '2026-06-30', '2026-H1'],
    ['annual', '2026-12-31', '2026-01-01', '2026-12-31', '2026'],
  ] as const)('%s on %s runs from %s to %s and is called %s', (name, date, from, to, label) => {
    expect(intervalAt(name, date)).toEqual({ from, to, label })
  })

  it('contain the day they were asked for', () => {
    fc.assert(
      fc.property(cadence, day, (name, date) => {
        const { from, to } = intervalAt(name, date)
        expect(from <= date && date <= to).toBe(true)
      }),
    )
  })

  it('tile the calendar: no gap, no overlap, no repeated label', () => {
    fc.assert(
      fc.property(cadence, day, fc.integer({ min: 0, max: 800 }), (name, from, length) => {
        const intervals = intervalsBetween(name, from, addDays(from, length))
        for (const [n, interval] of intervals.entries()) {
          const next = intervals[n + 1]
          if (next !== undefined) expect(addDays(interval.to, 1)).toBe(next.from)
        }
        expect(new Set(intervals.map((i) => i.label)).size).toBe(intervals.length)
        expect(daysBetween(from, intervals.at(-1)?.to ?? from)).toBeGreaterThanOrEqual(length)
      }),
      { numRuns: 200 },
    )
  })
})

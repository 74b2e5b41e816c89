import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthOfCadence, sayCadence } from './cadence-words.ts'
import { cadenceSchema, intervalAt, intervalsBetween, plainCadences } from './cadence.ts'
import { addDays, daysBetween } from './date.ts'

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n))
const cadence = fc.oneof(
  fc.constantFrom<string>(...plainCadences),
  fc
    .tuple(fc.constantFrom('weekly', 'monthly', 'quarterly', 'semi-annual', 'annual'), day)
    .map(([plain, anchor]) => `${plain} from ${anchor}`),
  fc.integer({ min: 2, max: 400 }).map((days) => `every ${days} days`),
  fc.tuple(fc.integer({ min: 2, max: 400 }), day).map(([days, anchor]) => `every ${days} days from ${anchor}`),
)

describe('the intervals of a cadence', () => {
  it.each([
    ['weekly', '2026-01-01', '2025-12-29', '2026-01-04', '2026-W01'],
    ['weekly', '2027-01-03', '2026-12-28', '2027-01-03', '2026-W53'],
    ['monthly', '2028-02-29', '2028-02-01', '2028-02-29', '2028-02'],
    ['quarterly', '2026-08-31', '2026-07-01', '2026-09-30', '2026-Q3'],
    ['semi-annual', '2026-06-30', '2026-01-01', '2026-06-30', '2026-H1'],
    ['annual', '2026-12-31', '2026-01-01', '2026-12-31', '2026'],
    ['continuous', '2026-12-31', '2026-12-31', '2026-12-31', '2026-12-31'],
    ['annual from 2024-02-29', '2026-03-01', '2026-02-28', '2027-02-27', '2026-02-28 to 2027-02-27'],
    ['annual from 2024-02-29', '2028-02-29', '2028-02-29', '2029-02-27', '2028-02-29 to 2029-02-27'],
    ['monthly from 2026-01-31', '2026-03-05', '2026-02-28', '2026-03-30', '2026-02-28 to 2026-03-30'],
    ['monthly from 2026-01-31', '2026-03-31', '2026-03-31', '2026-04-29', '2026-03-31 to 2026-04-29'],
    ['every 45 days from 2026-01-01', '2026-02-15', '2026-02-15', '2026-03-31', '2026-02-15 to 2026-03-31'],
    ['weekly from 2026-07-01', '2026-06-30', '2026-06-24', '2026-06-30', '2026-06-24 to 2026-06-30'],
  ])('%s on %s runs from %s to %s and is called %s', (name, date, from, to, label) => {
    expect(cadenceSchema.parse(name)).toBe(name)
    expect(intervalAt(name, date)).toEqual({ from, to, label })
  })

  it('count from the day they are first owed where they name no day', () => {
    expect(intervalAt('every 10 days', '2026-05-11', '2026-05-01').from).toBe('2026-05-11')
    expect(intervalAt('every 10 days', '2026-05-11', '2026-05-02').from).toBe('2026-05-02')
  })

  it('contain the day they were asked for', () => {
    fc.assert(
      fc.property(cadence, day, day, (name, date, start) => {
        const { from, to } = intervalAt(name, date, start)
        expect(from <= date && date <= to).toBe(true)
      }),
    )
  })

  it('tile the calendar: no gap, no overlap, no repeated label', () => {
    fc.assert(
      fc.property(cadence, day, fc.integer({ min: 0, max: 800 }), day, (name, from, length, start) => {
        const intervals = intervalsBetween(name, from, addDays(from, length), start)
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

describe('a cadence', () => {
  it.each([
    'fortnightly',
    'every 1 days',
    'every 0 days',
    'every 9999 days',
    'daily from 2026-01-01',
    'annual from 2026-02-30',
    'per outage within 1 day',
    'per hire',
    'monthly ',
  ])('is not "%s"', (text) => {
    expect(cadenceSchema.safeParse(text).success).toBe(false)
  })

  it('is said in words, and orders itself by length', () => {
    expect(sayCadence('per termination within 1 day')).toBe('within 1 day of each termination')
    expect(sayCadence('annual from 2026-03-15')).toBe('every year from 2026-03-15')
    expect(sayCadence('every 45 days')).toBe('every 45 days')
    const ordered = ['continuous', 'daily', 'weekly', 'monthly', 'every 45 days', 'quarterly', 'annual']
    expect(ordered.toReversed().toSorted((a, b) => lengthOfCadence(a) - lengthOfCadence(b))).toEqual(ordered)
  })
})

import { describe, expect, it } from 'vitest'
import { lastDayOfPreviousMonth, quarterOf } from './calendar.ts'
import {
  daysBetween,
  formatDate,
  formatDaysFrom,
  formatInstant,
  formatRange,
  formatSize,
  isDate,
  todayIn,
} from './format.ts'

describe('dates', () => {
  it('are calendar days in no zone', () => {
    expect(formatDate('2026-01-01')).toBe('Jan 1, 2026')
    expect(formatRange({ from: '2026-07-21', to: '2026-07-21' })).toBe('Jul 21, 2026')
    // The spaces around the dash are thin ones.
    expect(formatRange({ from: '2026-07-01', to: '2026-07-31' }).replaceAll(/\s/g, ' ')).toBe('Jul 1 – 31, 2026')
  })

  it('exist or are refused', () => {
    expect(isDate('2028-02-29')).toBe(true)
    expect(isDate('2026-02-29')).toBe(false)
    expect(isDate('2026-2-1')).toBe(false)
  })

  it('are apart by whole days, across a change of the clock too', () => {
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31)
    expect(formatDaysFrom('2026-10-30', '2026-10-31')).toBe('yesterday')
  })

  it('know the ends of months and quarters', () => {
    expect(lastDayOfPreviousMonth('2026-03-15')).toBe('2026-02-28')
    expect(quarterOf('2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
  })
})

describe('today', () => {
  it('is the day of the zone asked about', () => {
    const now = new Date('2026-12-01T03:00:00Z')
    expect(['America/Chicago', 'UTC', 'Pacific/Kiritimati'].map((zone) => todayIn(zone, now))).toEqual([
      '2026-11-30',
      '2026-12-01',
      '2026-12-01',
    ])
    expect(todayIn('Pacific/Kiritimati', new Date('2026-12-31T10:00:00Z'))).toBe('2027-01-01')
  })
})

describe('instants and sizes', () => {
  it('name the time zone', () => {
    expect(formatInstant('2026-10-31T18:05:00Z')).toMatch(/2026.*\d{2} [AP]M \S+/)
  })

  it('use the largest unit that leaves at least one', () => {
    expect([0, 999, 1000, 2_345_678].map(formatSize)).toEqual(['0 bytes', '999 bytes', '1 kB', '2.3 MB'])
  })
})

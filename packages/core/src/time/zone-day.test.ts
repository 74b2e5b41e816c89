import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { dateOfDayNumber, dayNumber } from './day-number.ts'
import { dateOfInstant } from './zone-day.ts'

const zones = [
  'America/Chicago',
  'America/New_York',
  'America/St_Johns',
  'America/Phoenix',
  'Pacific/Honolulu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Europe/London',
  'Africa/Casablanca',
  'UTC',
]

describe('the day of an instant', () => {
  it('is what Temporal says, in thirteen zones, around every change of the clock', () => {
    const instant = fc
      .tuple(
        fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2060, 0, 1) }),
        fc.constantFrom(0, 1, 900_000, 899_999),
      )
      .map(([at, past]) => new Date(Math.floor(at / 900_000) * 900_000 + past).toISOString())
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
        const direct = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
        expect(dateOfInstant(at, zone)).toBe(direct)
      }),
      { numRuns: 2000 },
    )
  })

  it('knows the hour that is left out, the hour that comes twice, and the day that Apia skipped', () => {
    expect(dateOfInstant('2026-03-08T05:59:59.999Z', 'America/Chicago')).toBe('2026-03-07')
    expect(dateOfInstant('2026-03-08T06:00:00Z', 'America/Chicago')).toBe('2026-03-08')
    expect(dateOfInstant('2026-11-01T04:59:59Z', 'America/Chicago')).toBe('2026-10-31')
    expect(dateOfInstant('2026-11-01T05:00:00Z', 'America/Chicago')).toBe('2026-11-01')
    expect(dateOfInstant('2011-12-30T09:59:59Z', 'Pacific/Apia')).toBe('2011-12-29')
    expect(dateOfInstant('2011-12-30T10:00:00Z', 'Pacific/Apia')).toBe('2011-12-31')
    expect(dateOfInstant('2026-10-31T23:30:00-05:00', 'UTC')).toBe('2026-11-01')
  })
})

describe('the number of a day', () => {
  it('counts leap days and goes back to the date it came from', () => {
    expect(dayNumber('1970-01-01')).toBe(0)
    expect(dayNumber('2024-03-01') - dayNumber('2024-02-28')).toBe(2)
    expect(dayNumber('2100-03-01') - dayNumber('2100-02-28')).toBe(1)
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 60_000 }), (n) => {
        expect(dayNumber(dateOfDayNumber(n))).toBe(n)
      }),
    )
  })
})

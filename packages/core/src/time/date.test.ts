import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { dateSchema, instantSchema } from './date.ts'

function accepts(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))
const year = fc.oneof(
  fc.constantFrom('0000', '0004', '1600', '1900', '2000', '2024', '2026', '2100', '9999'),
  fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0')),
)
const day = fc.tuple(year, two(13), two(32)).map((parts) => parts.join('-'))

describe('a day', () => {
  it('is one where the calendar library has it', () => {
    fc.assert(
      fc.property(day, (text) => {
        const isThere = accepts(() => Temporal.PlainDate.from(text, { overflow: 'reject' }))
        expect(dateSchema.safeParse(text).success, text).toBe(isThere)
      }),
      { numRuns: 3000 },
    )
  })

  it.each(['2026-1-1', '20260101', '2026-01-01T00:00Z', '-002026-01-01', ' 2026-01-01', ''])('is not "%s"', (text) => {
    expect(dateSchema.safeParse(text).success).toBe(false)
  })
})

describe('an instant', () => {
  it('is one where the calendar library reads it', () => {
    const time = fc
      .tuple(two(25), two(60), fc.option(two(61)))
      .map((parts) => parts.filter((part) => part !== null).join(':'))
    const fraction = fc.constantFrom('', '.5', '.123456789', '.1234567891', ',5', '.')
    const offset = fc.oneof(
      fc.constantFrom('Z', 'z', '', '+00:00', '-23:59', '+24:00', '+05:30', '-05', '+0530', '+05:30:15', '[UTC]'),
      fc
        .tuple(fc.constantFrom('+', '-'), two(25), two(61))
        .map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
    )
    fc.assert(
      fc.property(day, fc.constantFrom('T', 't', ' '), time, fraction, offset, (date, mark, clock, rest, zone) => {
        const text = `${date}${mark}${clock}${rest}${zone}`
        expect(instantSchema.safeParse(text).success, text).toBe(accepts(() => Temporal.Instant.from(text)))
      }),
      { numRuns: 5000 },
    )
  })
})

import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { dateOfDayNumber, dayNumber } from './day-number.ts'

export { dateOfInstant } from './zone-day.ts'

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const dateSchema = z.string().refine(isDate, 'use a calendar date that exists, such as 2026-10-31')

/** An instant with its offset, RFC 3339. */
export const instantSchema = z
  .string()
  .refine(isInstant, 'use an instant with its offset, such as 2026-10-31T18:00:00Z')

/** An IANA time zone name that the runtime knows. */
export const timeZoneSchema = z.string().refine(isTimeZone, 'use an IANA time zone, such as America/Chicago')

/** Days from `from` to `to`, both included. */
export const dateRangeSchema = z
  .strictObject({ from: dateSchema, to: dateSchema })
  .refine((range) => range.from <= range.to, 'the range ends before it starts')
export type DateRange = z.infer<typeof dateRangeSchema>

/** The days on which something holds; open at either end. */
export const validitySchema = z
  .strictObject({ from: dateSchema.optional(), to: dateSchema.optional() })
  .refine((v) => v.from === undefined || v.to === undefined || v.from <= v.to, 'the range ends before it starts')
export type Validity = z.infer<typeof validitySchema>

/** Whether `date` lies within `validity`; no validity means always. ISO dates compare as strings. */
export function isValidOn(validity: Validity | undefined, date: string): boolean {
  if (validity === undefined) return true
  return (validity.from === undefined || validity.from <= date) && (validity.to === undefined || date <= validity.to)
}

/** The first instant of `date` in `timeZone`, in UTC. */
export function startOfDay(date: string, timeZone: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant().toString()
}

/** The last whole second of `date` in `timeZone`, in UTC. */
export function endOfDay(date: string, timeZone: string): string {
  const next = Temporal.PlainDate.from(date).add({ days: 1 })
  return next.toZonedDateTime(timeZone).toInstant().subtract({ seconds: 1 }).toString()
}

/** `date` moved by whole days, negative for earlier. */
export function addDays(date: string, days: number): string {
  return dateOfDayNumber(dayNumber(date) + days)
}

/** `date` moved by calendar months; a day the month lacks becomes its last. */
export function addMonths(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString()
}

/** Whole days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** The earlier of two dates. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b
}

/** The later of two dates. */
export function later(a: string, b: string): string {
  return a > b ? a : b
}

const plainDate = /^(\d{4})-(\d\d)-(\d\d)$/
const plainInstant =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

function isDate(text: string): boolean {
  return isDayOf(plainDate.exec(text))
}

/** Whether the calendar library reads `text` as an instant. The usual spelling is told without it: records have millions of them. */
export function isInstant(text: string): boolean {
  return isDayOf(plainInstant.exec(text)) || parses(() => Temporal.Instant.from(text))
}

const daysOfMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the year, month and day that a pattern found are a day of the calendar. */
function isDayOf(found: RegExpExecArray | null): boolean {
  if (found === null) return false
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (day < 1 || day > (daysOfMonths[month - 1] ?? 0)) return false
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
}

function isTimeZone(text: string): boolean {
  return parses(() => Temporal.Now.instant().toZonedDateTimeISO(text))
}

function parses(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** The parts a date format is written with, longest first, each with the pattern of what it matches. */
const tokens = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<shortYear>\\d{2})',
  MMM: '(?<monthName>[A-Za-z]{3})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour12>\\d{2})',
  h: '(?<hour12>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  A: '(?<half>[AaPp][Mm])',
  Z: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
} as const
const token = new RegExp(Object.keys(tokens).join('|'), 'gu')
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** ISO 8601 with a `T` or a blank between day and time: understood whatever format is stated, since it can mean one thing only. */
const iso =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?(?<offset>Z|[+-]\d{2}:?\d{2})?)?$/u

/**
 * How a source writes its dates: `M/D/YYYY h:mm A`, `DD.MM.YYYY`, `DD/MMM/YY`. Between the parts stand blanks, `/ . , : -` or `T`.
 * A year of two digits is in this century. `MMM` is the English short name of a month.
 */
export const dateFormatSchema = z.string().min(4).max(40).refine(isFormat, {
  error: 'write year, month and day once each, such as M/D/YYYY or DD.MM.YYYY HH:mm',
})

/** Whether a format says a time of day, and whether it says how far that is from UTC. */
export function tellsOf(format: string): { readonly time: boolean; readonly offset: boolean } {
  const parts = new Set(format.match(token))
  return { time: parts.has('mm'), offset: parts.has('Z') }
}

/** The calendar day that `text` names, as it is written; null where it names none. */
export function readDay(text: string, format: string | null): string | null {
  return readParts(text, format)?.wall.toPlainDate().toString() ?? null
}

/**
 * The instant that `text` names, in UTC; null where it names none or says no time of day. A time without an offset is of
 * `timeZone`: null refuses it. Where a clock is set back, an hour comes twice and its first coming is meant; where it is set
 * forward, an hour does not exist and is refused.
 */
export function readInstant(text: string, format: string | null, timeZone: string | null): string | null {
  const parts = readParts(text, format)
  if (parts === null || !parts.hasTime) return null
  const { wall, offset } = parts
  if (offset !== null) {
    const colon = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset
    return attempt(() => Temporal.Instant.from(`${wall.toString()}${colon}`).toString())
  }
  if (timeZone === null) return null
  const zoned = attempt(() => wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' }))
  return zoned !== null && zoned.toPlainDateTime().equals(wall) ? zoned.toInstant().toString() : null
}

interface WrittenMoment {
  readonly wall: Temporal.PlainDateTime
  readonly hasTime: boolean
  readonly offset: string | null
}

function readParts(text: string, format: string | null): WrittenMoment | null {
  const found = (format === null ? null : patternOf(format).exec(text)) ?? iso.exec(text)
  const parts: Partial<Record<string, string>> | undefined = found?.groups
  if (parts === undefined) return null
  const month = parts['monthName'] === undefined ? Number(parts['month']) : monthOf(parts['monthName'])
  const year = parts['year'] === undefined ? 2000 + Number(parts['shortYear']) : Number(parts['year'])
  const hour = hourOf(parts)
  if (hour === null) return null
  const written = {
    year,
    month,
    day: Number(parts['day']),
    hour,
    minute: Number(parts['minute'] ?? 0),
    second: Number(parts['second'] ?? 0),
  }
  const wall = attempt(() => Temporal.PlainDateTime.from(written, { overflow: 'reject' }))
  return wall === null ? null : { wall, hasTime: parts['minute'] !== undefined, offset: parts['offset'] ?? null }
}

/** 12 AM is the hour 0 and 12 PM the hour 12; an hour from 0 to 23 stands for itself. */
function hourOf({ hour, hour12, half }: Partial<Record<string, string>>): number | null {
  if (hour12 === undefined) return Number(hour ?? 0)
  const onDial = Number(hour12)
  if (onDial < 1 || onDial > 12 || half === undefined) return null
  return (onDial % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function monthOf(name: string): number {
  return monthNames.indexOf(name.toLowerCase()) + 1
}

function patternOf(format: string): RegExp {
  let pattern = ''
  let at = 0
  for (const found of format.matchAll(token)) {
    pattern += escape(format.slice(at, found.index)) + (isToken(found[0]) ? tokens[found[0]] : '')
    at = found.index + found[0].length
  }
  return new RegExp(`^${pattern}${escape(format.slice(at))}$`, 'u')
}

function isToken(text: string): text is keyof typeof tokens {
  return text in tokens
}

function escape(literal: string): string {
  return literal.replaceAll(/[/.]/gu, String.raw`\$&`)
}

function isFormat(format: string): boolean {
  const parts = format.match(token) ?? []
  const between = format.replaceAll(token, '')
  if (!/^[ /.,:\-T]*$/u.test(between)) return false
  const count = (...names: string[]): number => parts.filter((part) => names.includes(part)).length
  const hours = count('HH', 'H', 'hh', 'h')
  const dial = count('hh', 'h')
  return (
    count('YYYY', 'YY') === 1 &&
    count('MMM', 'MM', 'M') === 1 &&
    count('DD', 'D') === 1 &&
    hours <= 1 &&
    count('mm') === hours &&
    count('ss') <= hours &&
    count('A') === dial &&
    count('Z') <= hours
  )
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

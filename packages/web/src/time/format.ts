const locale = 'en-US'
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
const longDay = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
const instant = new Intl.DateTimeFormat(locale, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
})
const count = new Intl.NumberFormat(locale)
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
const millisecondsPerDay = 86_400_000

/** `2026-10-31` as `Oct 31, 2026`. A calendar day has no zone, so none is shown and none is applied. */
export function formatDate(date: string): string {
  return day.format(utcOf(date))
}

/** `2026-10-31` as `October 31, 2026`. */
export function formatLongDate(date: string): string {
  return longDay.format(utcOf(date))
}

/** Both days, named once where they are the same: `Jul 1 – 31, 2026`. */
export function formatRange({ from, to }: { readonly from: string; readonly to: string }): string {
  return from === to ? formatDate(from) : day.formatRange(utcOf(from), utcOf(to))
}

/** An instant in the reader's own time zone, which is named. */
export function formatInstant(text: string): string {
  return instant.format(new Date(text))
}

export function formatCount(number: number): string {
  return count.format(number)
}

/** Whole days from one date to another in words: `in 3 days`, `yesterday`. */
export function formatDaysFrom(date: string, today: string): string {
  return relative.format(daysBetween(today, date), 'day')
}

/** A size in bytes with the largest unit that leaves at least one. */
export function formatSize(bytes: number): string {
  const step = Math.min(byteUnits.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const unit = byteUnits[step] ?? 'byte'
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  })
  return format.format(bytes / 1000 ** step)
}

/** Whole days from one date to another; negative where the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utcOf(to).getTime() - utcOf(from).getTime()) / millisecondsPerDay)
}

/** The day it is in a time zone, `YYYY-MM-DD`; without one, in the reader's own. */
export function todayIn(timeZone: string | undefined, now = new Date()): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const {
    year,
    month,
    day: date,
  } = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]))
  return `${year}-${month}-${date}`
}

/** Whether text is a calendar day that exists. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Whether text is an instant in UTC, as this application writes them into addresses. */
export function isInstant(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d{2}-\d{2}T/.test(text) &&
    text.endsWith('Z') &&
    !Number.isNaN(Date.parse(text))
  )
}

function utcOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`)
}

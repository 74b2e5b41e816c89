import { Temporal } from 'temporal-polyfill'

const epoch = Temporal.PlainDate.from('1970-01-01')
const numbers = new Map<string, number>()
const dates = new Map<number, string>()

/**
 * Days since 1970-01-01 of a calendar date; negative before. Temporal says it once for each date: an assessment moves by days
 * millions of times, over a few thousand dates.
 */
export function dayNumber(date: string): number {
  const known = numbers.get(date)
  if (known !== undefined) return known
  return remember(date, epoch.until(Temporal.PlainDate.from(date)).days)
}

/** The calendar date `days` after 1970-01-01. */
export function dateOfDayNumber(days: number): string {
  const known = dates.get(days)
  if (known !== undefined) return known
  const date = epoch.add({ days }).toString()
  remember(date, days)
  return date
}

function remember(date: string, days: number): number {
  numbers.set(date, days)
  dates.set(days, date)
  return days
}

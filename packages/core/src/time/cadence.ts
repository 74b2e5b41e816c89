import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** How often an evidence requirement owes a new artifact. */
export const cadenceSchema = z.enum(['daily', 'weekly', 'monthly', 'quarterly', 'semi-annual', 'annual'])
export type Cadence = z.infer<typeof cadenceSchema>

/** One calendar interval of a cadence; both days included. */
export interface Interval {
  readonly from: string
  readonly to: string
  /** What a person calls it: `2026-07`, `2026-Q3`, `2026-W31`. */
  readonly label: string
}

/** The interval of `cadence` that contains `date`. Weeks run Monday to Sunday (ISO 8601); the rest are calendar intervals. */
export function intervalAt(cadence: Cadence, date: string): Interval {
  const day = Temporal.PlainDate.from(date)
  switch (cadence) {
    case 'daily':
      return { from: date, to: date, label: date }
    case 'weekly': {
      const monday = day.subtract({ days: day.dayOfWeek - 1 })
      const label = `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`
      return { from: monday.toString(), to: monday.add({ days: 6 }).toString(), label }
    }
    case 'monthly':
      return months(day, 1, date.slice(0, 7))
    case 'quarterly':
      return months(day, 3, `${day.year}-Q${Math.ceil(day.month / 3)}`)
    case 'semi-annual':
      return months(day, 6, `${day.year}-H${Math.ceil(day.month / 6)}`)
    case 'annual':
      return months(day, 12, String(day.year))
  }
}

/** Every interval of `cadence` that shares a day with `from`..`to`, oldest first. */
export function intervalsBetween(cadence: Cadence, from: string, to: string): Interval[] {
  const intervals: Interval[] = []
  for (let at = from; at <= to;) {
    const interval = intervalAt(cadence, at)
    intervals.push(interval)
    at = Temporal.PlainDate.from(interval.to).add({ days: 1 }).toString()
  }
  return intervals
}

function months(day: Temporal.PlainDate, length: number, label: string): Interval {
  const first = day.with({ day: 1, month: day.month - ((day.month - 1) % length) })
  const last = first.add({ months: length }).subtract({ days: 1 })
  return { from: first.toString(), to: last.toString(), label }
}

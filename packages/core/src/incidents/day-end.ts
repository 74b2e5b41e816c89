import { dateOfInstant, endOfDay } from '../time/date.ts'

const ends = new Map<string, Map<string, number>>()

/** The last whole second of `date` in `timeZone`, in milliseconds. Temporal says it once for each date and zone. */
export function dayEnd(date: string, timeZone: string): number {
  const ofZone = ends.get(timeZone) ?? new Map<string, number>()
  ends.set(timeZone, ofZone)
  const known = ofZone.get(date)
  if (known !== undefined) return known
  const end = Date.parse(endOfDay(date, timeZone))
  ofZone.set(date, end)
  return end
}

/** The calendar day of `at`, milliseconds, in `timeZone`. */
export function dayOf(at: number, timeZone: string): string {
  return dateOfInstant(new Date(at).toISOString(), timeZone)
}

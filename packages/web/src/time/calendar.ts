/** The last day of the month before the one `date` is in. */
export function lastDayOfPreviousMonth(date: string): string {
  const day = new Date(`${date.slice(0, 7)}-01T00:00:00Z`)
  day.setUTCDate(0)
  return day.toISOString().slice(0, 10)
}

/** The calendar quarter `date` is in. */
export function quarterOf(date: string): { readonly from: string; readonly to: string } {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
  const first = month - ((month - 1) % 3)
  return { from: isoDay(year, first, 1), to: isoDay(year, first + 3, 0) }
}

/** The calendar year `date` is in. */
export function yearOf(date: string): { readonly from: string; readonly to: string } {
  return { from: `${date.slice(0, 4)}-01-01`, to: `${date.slice(0, 4)}-12-31` }
}

/** The same day a year later; March 1 for February 29. */
export function yearAfter(date: string): string {
  return isoDay(Number(date.slice(0, 4)) + 1, Number(date.slice(5, 7)), Number(date.slice(8, 10)))
}

function isoDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

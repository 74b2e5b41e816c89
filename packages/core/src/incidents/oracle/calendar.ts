/**
 * Date arithmetic of the oracle: proleptic Gregorian days by counting, and zones by asking Intl. Nothing here is shared with the
 * implementation, which uses Temporal.
 */
const formats = new Map<string, Intl.DateTimeFormat>()
const ends = new Map<string, number>()

/** Days since 1970-01-01 (the civil-day count of the Gregorian calendar). */
export function toDay(year: number, month: number, day: number): number {
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000)
}

/** Year, month, day and second of the day that a clock on the wall shows. */
function readWall(ms: number, zone: string): { day: number; second: number; year: number } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formats.set(zone, format)
  const numbers: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(ms)) numbers[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = numbers
  return { day: toDay(year, month, day), second: hour * 3600 + minute * 60 + second, year }
}

const walls = new Map<string, { day: number; second: number; year: number }>()

/** The day number and year of an instant on the wall of a zone; asked once for each hour. */
export function wallDay(ms: number, zone: string): { day: number; year: number } {
  const hour = Math.floor(ms / 900_000) * 900_000
  const key = `${zone} ${hour}`
  const wall = walls.get(key) ?? readWall(hour, zone)
  walls.set(key, wall)
  return wall
}

/** The last whole second of a day: searched for, between noon before and noon after. */
export function lastSecond(day: number, zone: string): number {
  const key = `${zone} ${day}`
  const known = ends.get(key)
  if (known !== undefined) return known
  let inside = day * 86_400 - 43_200
  while (readWall(inside * 1000, zone).day < day) inside += 3600
  let outside = inside + 200_000
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2)
    if (readWall(middle * 1000, zone).day <= day) inside = middle
    else outside = middle
  }
  ends.set(key, inside * 1000)
  return inside * 1000
}

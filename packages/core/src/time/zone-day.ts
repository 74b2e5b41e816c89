import { Temporal } from 'temporal-polyfill'

// Since 1972 every zone's offset is a multiple of 15 minutes, so its midnights fall on quarter hours of UTC. Earlier instants are asked
// of Temporal one by one.
const quarterHourMs = 15 * 60 * 1000
const settledOffsets = Date.UTC(1973, 0, 1)
const zones = new Map<string, Map<number, string>>()

/** The calendar day on which `instant` falls in `timeZone`. Temporal is asked once for each quarter of an hour. */
export function dateOfInstant(instant: string, timeZone: string): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at) || at < settledOffsets) return ask(Temporal.Instant.from(instant), timeZone)
  const quarter = Math.floor(at / quarterHourMs)
  const days = zones.get(timeZone) ?? new Map<number, string>()
  zones.set(timeZone, days)
  const known = days.get(quarter)
  if (known !== undefined) return known
  const day = ask(Temporal.Instant.fromEpochMilliseconds(quarter * quarterHourMs), timeZone)
  days.set(quarter, day)
  return day
}

function ask(instant: Temporal.Instant, timeZone: string): string {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

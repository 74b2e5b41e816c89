import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { addDays, dateSchema, daysBetween } from './date.ts'

/** Cadences that need no further word. `continuous` is judged day by day, and its silence is unknown instead of missing. */
export const plainCadences = ['continuous', 'daily', 'weekly', 'monthly', 'quarterly', 'semi-annual', 'annual'] as const
export type PlainCadence = (typeof plainCadences)[number]

/** What an occurrence can follow from, when it does not follow from the calendar. */
export const cadenceEvents = ['hire', 'termination', 'change', 'incident'] as const
export type CadenceEvent = (typeof cadenceEvents)[number]

/**
 * How often an evidence requirement owes a new artifact, as a person writes it: `monthly`; `annual from 2026-03-15`, which counts
 * its intervals from that day; `every 45 days`, counted from the day it is first owed unless it says `from` a day;
 * `per termination within 1 day`, once for each such event.
 */
export const cadenceSchema = z
  .string()
  .max(60)
  .refine(
    (text) => parseCadence(text) !== null,
    `use ${plainCadences.join(', ')}, "annual from 2026-03-15", "every 45 days" or "per termination within 1 day"`,
  )
export type Cadence = string

/** A cadence, taken apart. */
export type CadenceRule =
  | { readonly kind: 'calendar'; readonly plain: PlainCadence; readonly anchor: string | null }
  | { readonly kind: 'days'; readonly days: number; readonly anchor: string | null }
  | { readonly kind: 'event'; readonly event: CadenceEvent; readonly withinDays: number }

/** One interval of a cadence; both days included. */
export interface Interval {
  readonly from: string
  readonly to: string
  /** What a person calls it: `2026-07`, `2026-Q3`, `2026-W31`, `2026-03-15 to 2027-03-14`. */
  readonly label: string
}

// What is remembered comes from documents, so there is a bound: nobody fills the memory by writing cadences.
const rememberedRules = 10_000
const rules = new Map<string, CadenceRule>()

/** The rule a cadence stands for. Throws for text that `cadenceSchema` refuses. */
export function ruleOf(cadence: Cadence): CadenceRule {
  const rule = parseCadence(cadence)
  if (rule === null) throw new RangeError(`"${cadence}" is not a cadence.`)
  return rule
}

/** The interval of `cadence` that contains `date`; `start` anchors a cadence that names no day of its own. Events have no intervals. */
export function intervalAt(cadence: Cadence, date: string, start?: string): Interval {
  const tiles = tilesOf(cadence, start)
  return tiles.at(tiles.indexOf(date))
}

/** Every interval of `cadence` that shares a day with `from`..`to`, oldest first. */
export function intervalsBetween(cadence: Cadence, from: string, to: string, start?: string): Interval[] {
  if (from > to || ruleOf(cadence).kind === 'event') return []
  const tiles = tilesOf(cadence, start)
  const intervals: Interval[] = []
  for (let index = tiles.indexOf(from); ; index += 1) {
    const interval = tiles.at(index)
    if (interval.from > to) return intervals
    intervals.push(interval)
  }
}

function parseCadence(text: string): CadenceRule | null {
  const known = rules.get(text)
  if (known !== undefined) return known
  const rule = parse(text)
  if (rule !== null && rules.size < rememberedRules) rules.set(text, rule)
  return rule
}

function parse(text: string): CadenceRule | null {
  const [, plainText, plainAnchor] = /^([a-z-]+)(?: from (\d{4}-\d{2}-\d{2}))?$/.exec(text) ?? []
  const plain = plainCadences.find((name) => name === plainText)
  if (plain !== undefined) {
    const isAnchored = plainAnchor !== undefined
    // A day is a day, and a week begins on a Monday unless it is told otherwise.
    if (isAnchored && (plain === 'daily' || plain === 'continuous' || !isDate(plainAnchor))) return null
    return { kind: 'calendar', plain, anchor: plainAnchor ?? null }
  }
  const [, days, dayAnchor] = /^every (\d{1,4}) days(?: from (\d{4}-\d{2}-\d{2}))?$/.exec(text) ?? []
  if (days !== undefined) {
    const count = Number(days)
    if (count < 2 || count > 1827 || (dayAnchor !== undefined && !isDate(dayAnchor))) return null
    return { kind: 'days', days: count, anchor: dayAnchor ?? null }
  }
  const [, eventText, within] = /^per ([a-z]+) within (\d{1,3}) days?$/.exec(text) ?? []
  const event = cadenceEvents.find((name) => name === eventText)
  return event === undefined ? null : { kind: 'event', event, withinDays: Number(within) }
}

function isDate(text: string): boolean {
  return dateSchema.safeParse(text).success
}

/** The intervals of one cadence, numbered without end in both directions and made once. */
class Tiles {
  readonly #firstDay: (index: number) => string
  readonly #guess: (date: string) => number
  readonly #label: (from: string, to: string) => string
  readonly #made = new Map<number, Interval>()

  constructor(
    firstDay: (index: number) => string,
    guess: (date: string) => number,
    label: (from: string, to: string) => string,
  ) {
    this.#firstDay = firstDay
    this.#guess = guess
    this.#label = label
  }

  at(index: number): Interval {
    const made = this.#made.get(index)
    if (made !== undefined) return made
    const from = this.#firstDay(index)
    const to = addDays(this.#firstDay(index + 1), -1)
    const interval = { from, to, label: this.#label(from, to) }
    this.#made.set(index, interval)
    return interval
  }

  indexOf(date: string): number {
    let index = this.#guess(date)
    while (this.at(index).from > date) index -= 1
    while (this.at(index).to < date) index += 1
    return index
  }
}

const tilesByKey = new Map<string, Tiles>()
const monthsIn = { monthly: 1, quarterly: 3, 'semi-annual': 6, annual: 12 } as const

function tilesOf(cadence: Cadence, start: string | undefined): Tiles {
  const rule = ruleOf(cadence)
  const key = rule.kind === 'days' && rule.anchor === null ? `${cadence} from ${start ?? ''}` : cadence
  const known = tilesByKey.get(key)
  if (known !== undefined) return known
  const tiles = lay(rule, start)
  if (tilesByKey.size < rememberedRules) tilesByKey.set(key, tiles)
  return tiles
}

function lay(rule: CadenceRule, start: string | undefined): Tiles {
  if (rule.kind === 'event') throw new RangeError('A cadence that follows events has no calendar intervals.')
  if (rule.kind === 'days') return everyDays(rule.days, rule.anchor ?? start ?? '1970-01-01', labelSpan)
  const { plain, anchor } = rule
  // 1969-12-29 was a Monday (ISO 8601 weeks).
  if (plain === 'weekly') return everyDays(7, anchor ?? '1969-12-29', anchor === null ? labelWeek : labelSpan)
  if (plain === 'daily' || plain === 'continuous') return everyDays(1, '1970-01-01', (from) => from)
  const months = monthsIn[plain]
  if (anchor === null) return everyMonths(months, '1970-01-01', (from) => labelMonths(months, from))
  return everyMonths(months, anchor, labelSpan)
}

function everyDays(days: number, anchor: string, label: (from: string, to: string) => string): Tiles {
  return new Tiles(
    (index) => addDays(anchor, index * days),
    (date) => Math.floor(daysBetween(anchor, date) / days),
    label,
  )
}

/** Counted from the anchor itself, so that the 31st comes back after a month that lacks it. */
function everyMonths(months: number, anchor: string, label: (from: string, to: string) => string): Tiles {
  const first = Temporal.PlainDate.from(anchor)
  return new Tiles(
    (index) => first.add({ months: index * months }).toString(),
    (date) =>
      Math.floor(((Number(date.slice(0, 4)) - first.year) * 12 + Number(date.slice(5, 7)) - first.month) / months),
    label,
  )
}

function labelSpan(from: string, to: string): string {
  return `${from} to ${to}`
}

function labelWeek(from: string): string {
  const monday = Temporal.PlainDate.from(from)
  return `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`
}

function labelMonths(months: number, from: string): string {
  const [year = '', month = ''] = from.split('-')
  if (months === 1) return `${year}-${month}`
  if (months === 12) return year
  return `${year}-${months === 3 ? 'Q' : 'H'}${Math.ceil(Number(month) / months)}`
}

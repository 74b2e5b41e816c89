import { Temporal } from 'temporal-polyfill'
import type { TypedRecord } from '../records/record.ts'
import { addDays, startOfDay, type DateRange } from '../time/date.ts'
import type { Condition, Query } from './query.ts'
import { findRecordField } from './record-fields.ts'

/** The value of a record's field; undefined where its type has none of that name. */
export function fieldValue({ body }: TypedRecord, field: string): unknown {
  return (body as { readonly [name: string]: unknown })[field]
}

/** Whether a field holds anything: an empty text or list is nothing. */
function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** A query made ready to be asked of many records of one type. Days begin and end in `timeZone`. */
export function compileQuery(
  type: TypedRecord['type'],
  query: Query,
  timeZone: string,
): (record: TypedRecord) => boolean {
  const clauses = query.all.map(({ any }) => any.map((condition) => compileCondition(type, condition, timeZone)))
  return (record) => clauses.every((any) => any.some((holds) => holds(record)))
}

function compileCondition(
  type: TypedRecord['type'],
  condition: Condition,
  timeZone: string,
): (record: TypedRecord) => boolean {
  const value = (record: TypedRecord): unknown => fieldValue(record, condition.field)
  switch (condition.is) {
    case 'equals':
      return (record) => holds(value(record), condition.value)
    case 'in':
      return (record) => condition.values.some((wanted) => holds(value(record), wanted))
    case 'exists':
      return (record) => isFilled(value(record)) === condition.value
    case 'before':
      return compileDay(type, condition.field, { to: addDays(condition.day, -1) }, timeZone)
    case 'after':
      return compileDay(type, condition.field, { from: addDays(condition.day, 1) }, timeZone)
  }
}

function holds(value: unknown, wanted: unknown): boolean {
  return Array.isArray(value) ? value.includes(wanted) : value === wanted
}

/** Where a record stands to a period by one of its dates. */
export type Placement = 'inside' | 'outside' | 'undated'

/** Places records of one type in a period by the first of their date fields that is filled. */
export function compilePlacement(
  type: TypedRecord['type'],
  fields: readonly string[],
  period: Partial<DateRange>,
  timeZone: string,
): (record: TypedRecord) => Placement {
  const dates = fields.map((field) => ({
    field,
    within: findRecordField(type, field)?.kind === 'date' ? compileDates(period) : compileInstants(period, timeZone),
  }))
  return (record) => {
    for (const { field, within } of dates) {
      const value = fieldValue(record, field)
      if (typeof value === 'string' && value !== '') return within(value) ? 'inside' : 'outside'
    }
    return 'undated'
  }
}

function compileDay(
  type: TypedRecord['type'],
  field: string,
  period: Partial<DateRange>,
  timeZone: string,
): (record: TypedRecord) => boolean {
  const place = compilePlacement(type, [field], period, timeZone)
  return (record) => place(record) === 'inside'
}

function compileDates({ from, to }: Partial<DateRange>): (date: string) => boolean {
  return (date) => (from === undefined || from <= date) && (to === undefined || date <= to)
}

/** The days' bounds as instants, found once: finding the day of each of a million instants would take minutes. */
function compileInstants({ from, to }: Partial<DateRange>, timeZone: string): (instant: string) => boolean {
  const begin = from === undefined ? -Infinity : Date.parse(startOfDay(from, timeZone))
  const end = to === undefined ? Infinity : Date.parse(startOfDay(addDays(to, 1), timeZone))
  return (instant) => {
    const at = millisecondsOf(instant)
    return begin <= at && at < end
  }
}

/** `Date` does not know a leap second, which RFC 3339 allows. */
function millisecondsOf(instant: string): number {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? Temporal.Instant.from(instant).epochMilliseconds : at
}

import { LedgerError } from '../ledger-error.ts'
import { isPlain } from './is-plain.ts'
import { JSON_DEPTH_LIMIT, type JsonValue } from './json-value.ts'

/** The way to a value, kept as links so that it costs nothing until it is told. */
interface Place {
  readonly parent: Place | undefined
  readonly step: string | number
}

/**
 * The one text of a JSON value (RFC 8785): no white space, keys sorted by UTF-16 code unit, numbers as ECMAScript
 * prints them. Throws `json-not-canonicalizable` for what has no such text: NaN, infinities, lone surrogates,
 * undefined, functions, class instances, cycles and nesting deeper than 64.
 */
export function canonicalize(value: JsonValue): string {
  return isPlain(value) ? JSON.stringify(value) : write(value, undefined, 0)
}

function write(value: unknown, place: Place | undefined, depth: number): string {
  if (depth > JSON_DEPTH_LIMIT) throw refuse(place, `is nested deeper than ${JSON_DEPTH_LIMIT} levels`)
  if (typeof value === 'string') return writeString(value, place)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return writeNumber(value, place)
  if (Array.isArray(value)) return writeArray(value, place, depth)
  if (typeof value === 'object') return writeObject(value, place, depth)
  throw refuse(place, `is of type ${typeof value}`)
}

function writeNumber(value: number, place: Place | undefined): string {
  if (!Number.isFinite(value)) throw refuse(place, `is ${value}`)
  // RFC 8785 3.2.2.3 adopts Number::toString; negative zero prints as 0 there too.
  return String(value)
}

function writeString(value: string, place: Place | undefined): string {
  if (!value.isWellFormed()) throw refuse(place, 'holds a lone surrogate')
  return JSON.stringify(value)
}

function writeArray(items: readonly unknown[], parent: Place | undefined, depth: number): string {
  const parts: string[] = []
  for (let at = 0; at < items.length; at += 1) parts.push(write(items[at], { parent, step: at }, depth + 1))
  return `[${parts.join(',')}]`
}

function writeObject(value: object, parent: Place | undefined, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw refuse(parent, 'is not a plain object')
  let text = ''
  for (const [key, item] of sortMembers(Object.entries(value))) {
    const place = { parent, step: key }
    text += `${text === '' ? '{' : ','}${writeString(key, place)}:${write(item, place, depth + 1)}`
  }
  return text === '' ? '{}' : `${text}}`
}

function sortMembers(members: [string, unknown][]): [string, unknown][] {
  return members.every(([key], at) => at === 0 || (members[at - 1]?.[0] ?? '') < key)
    ? members
    : members.toSorted(([left], [right]) => (left < right ? -1 : 1))
}

function refuse(place: Place | undefined, reason: string): LedgerError {
  return new LedgerError(
    'json-not-canonicalizable',
    `The value at $${describePlace(place)} ${reason} and has no canonical JSON; send plain JSON data.`,
  )
}

function describePlace(place: Place | undefined): string {
  if (place === undefined) return ''
  const { parent, step } = place
  return `${describePlace(parent)}${typeof step === 'number' ? `[${step}]` : `.${step}`}`
}

import { LedgerError } from '../ledger-error.ts'
import { JSON_DEPTH_LIMIT, type JsonValue } from './json-value.ts'

/**
 * The one text of a JSON value (RFC 8785): no white space, keys sorted by UTF-16 code unit, numbers as ECMAScript
 * prints them. Throws `json-not-canonicalizable` for what has no such text: NaN, infinities, lone surrogates,
 * undefined, functions, class instances, cycles and nesting deeper than 64.
 */
export function canonicalize(value: JsonValue): string {
  return write(value, '$', 0)
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > JSON_DEPTH_LIMIT) throw refuse(path, `is nested deeper than ${JSON_DEPTH_LIMIT} levels`)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return writeNumber(value, path)
  if (typeof value === 'string') return writeString(value, path)
  if (Array.isArray(value)) return writeArray(value, path, depth)
  if (typeof value === 'object') return writeObject(value, path, depth)
  throw refuse(path, `is of type ${typeof value}`)
}

function writeNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw refuse(path, `is ${value}`)
  // RFC 8785 3.2.2.3 adopts Number::toString; negative zero prints as 0 there too.
  return String(value)
}

function writeString(value: string, path: string): string {
  if (!value.isWellFormed()) throw refuse(path, 'holds a lone surrogate')
  return JSON.stringify(value)
}

function writeArray(items: readonly unknown[], path: string, depth: number): string {
  const parts: string[] = []
  for (let at = 0; at < items.length; at += 1) parts.push(write(items[at], `${path}[${at}]`, depth + 1))
  return `[${parts.join(',')}]`
}

function writeObject(value: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw refuse(path, 'is not a plain object')
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
  const parts = entries.map(
    ([key, item]) => `${writeString(key, `${path} key`)}:${write(item, `${path}.${key}`, depth + 1)}`,
  )
  return `{${parts.join(',')}}`
}

function refuse(path: string, reason: string): LedgerError {
  return new LedgerError(
    'json-not-canonicalizable',
    `The value at ${path} ${reason} and has no canonical JSON; send plain JSON data.`,
  )
}

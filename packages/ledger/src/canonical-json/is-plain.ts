import { JSON_DEPTH_LIMIT } from './json-value.ts'

/**
 * Whether the language's own `JSON.stringify` prints this value canonically (RFC 8785): plain data, keys in order, no
 * lone surrogates, finite numbers, at most 64 levels. It is many times faster than printing ourselves; false only
 * means that the slow way decides.
 */
export function isPlain(value: unknown, depth = 0): boolean {
  if (depth > JSON_DEPTH_LIMIT) return false
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'boolean' || value === null) return true
  if (typeof value !== 'object') return false
  return Array.isArray(value) ? arePlain(value, depth + 1) : isPlainObject(value, depth + 1)
}

function arePlain(items: readonly unknown[], depth: number): boolean {
  // A loop and not `every`, which passes over holes.
  for (let at = 0; at < items.length; at += 1) if (!isPlain(items[at], depth)) return false
  return true
}

function isPlainObject(value: object, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  let previous: string | undefined
  // For-in is several times as fast as listing the members; what it would inherit makes the value not plain.
  for (const key in value) {
    if ((previous !== undefined && previous >= key) || !key.isWellFormed() || !Object.hasOwn(value, key)) return false
    if (!isPlain(Reflect.get(value, key), depth)) return false
    previous = key
  }
  return true
}

import { decodeUtf8, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { canonicalize } from './canonicalize.ts'
import { isPlain } from './is-plain.ts'
import type { JsonValue } from './json-value.ts'
import { parseStrictJson } from './parse-strict-json.ts'

/**
 * Parses JSON that must be in its canonical form; undefined when it is strict JSON in another form. Throws
 * `json-malformed` as `parseStrictJson` does.
 */
export function parseCanonicalJson(bytes: Uint8Array): JsonValue | undefined {
  const text = decodeUtf8(bytes, 'The JSON text')
  const found = parseWhenPlain(text)
  if (found !== undefined) return found
  const value = parseStrictJson(bytes)
  return equalBytes(encodeUtf8(canonicalize(value)), bytes) ? value : undefined
}

/**
 * By the language's own parser and printer, many times faster than ours: a text that survives both unchanged holds no
 * duplicate keys, white space, overflowing numbers or other spellings. Undefined means that the slow way decides.
 */
function parseWhenPlain(text: string): JsonValue | undefined {
  const value = parseOrNothing(text)
  return value !== undefined && isPlain(value) && JSON.stringify(value) === text ? value : undefined
}

function parseOrNothing(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text)
    return value
  } catch {
    // Our own parser says what is wrong, and where.
    return undefined
  }
}

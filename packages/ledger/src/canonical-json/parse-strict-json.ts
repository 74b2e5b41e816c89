import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { JSON_DEPTH_LIMIT, type JsonValue } from './json-value.ts'

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const QUOTE = 0x22
const BACKSLASH = 0x5c
const FIRST_PRINTABLE = 0x20

/**
 * Parses JSON (RFC 8259) that has one meaning only: valid UTF-8, no byte order mark, no duplicate keys (a reader that
 * takes the first and one that takes the last would see different facts), no lone surrogates, finite numbers, at most
 * 64 levels. Throws `json-malformed` naming the byte offset.
 */
export function parseStrictJson(bytes: Uint8Array): JsonValue {
  const parser = new Parser(decodeUtf8(bytes, 'The JSON text'))
  return parser.parseDocument()
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  parseDocument(): JsonValue {
    const value = this.#parseValue(0)
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#refuse('text after the end of the document')
    return value
  }

  #parseValue(depth: number): JsonValue {
    if (depth > JSON_DEPTH_LIMIT) throw this.#refuse(`nesting deeper than ${JSON_DEPTH_LIMIT} levels`)
    this.#skipSpace()
    switch (this.#text.charAt(this.#at)) {
      case '{':
        return this.#parseObject(depth)
      case '[':
        return this.#parseArray(depth)
      case '"':
        return this.#parseString()
      case 't':
        return this.#parseWord('true', true)
      case 'f':
        return this.#parseWord('false', false)
      case 'n':
        return this.#parseWord('null', null)
      default:
        return this.#parseNumber()
    }
  }

  #parseObject(depth: number): JsonValue {
    const members = new Map<string, JsonValue>()
    this.#at += 1
    this.#skipSpace()
    if (this.#accept('}')) return {}
    do {
      this.#skipSpace()
      const keyAt = this.#at
      const key = this.#parseString()
      if (members.has(key)) throw this.#refuse(`the key ${JSON.stringify(key)} a second time`, keyAt)
      this.#skipSpace()
      if (!this.#accept(':')) throw this.#refuse('no colon after a key')
      members.set(key, this.#parseValue(depth + 1))
      this.#skipSpace()
    } while (this.#accept(','))
    if (!this.#accept('}')) throw this.#refuse('no comma or closing brace')
    // fromEntries defines own properties, so a "__proto__" key stays data.
    return Object.fromEntries(members)
  }

  #parseArray(depth: number): JsonValue {
    const items: JsonValue[] = []
    this.#at += 1
    this.#skipSpace()
    if (this.#accept(']')) return items
    do {
      items.push(this.#parseValue(depth + 1))
      this.#skipSpace()
    } while (this.#accept(','))
    if (!this.#accept(']')) throw this.#refuse('no comma or closing bracket')
    return items
  }

  #parseString(): string {
    const start = this.#at
    if (this.#text[start] !== '"') throw this.#refuse('no well-formed string')
    const end = this.#findClosingQuote(start)
    const raw = this.#text.slice(start, end + 1)
    this.#at = end + 1
    const value = raw.includes('\\') ? this.#unescape(raw, start) : raw.slice(1, -1)
    if (!value.isWellFormed()) throw this.#refuse('a lone surrogate', start)
    return value
  }

  // A loop and not a pattern: a pattern's backtracking stack overflows on a string of some megabytes.
  #findClosingQuote(start: number): number {
    for (let at = start + 1; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at)
      if (code === QUOTE) return at
      if (code === BACKSLASH) at += 1
      else if (code < FIRST_PRINTABLE) throw this.#refuse('a control character in a string', at)
    }
    throw this.#refuse('no closing quote', start)
  }

  #unescape(raw: string, start: number): string {
    try {
      return String(JSON.parse(raw))
    } catch {
      throw this.#refuse('a malformed escape in a string', start)
    }
  }

  #parseNumber(): number {
    const start = this.#at
    NUMBER.lastIndex = start
    const raw = NUMBER.exec(this.#text)?.[0]
    if (raw === undefined) throw this.#refuse('no JSON value')
    this.#at += raw.length
    const value = Number(raw)
    if (!Number.isFinite(value)) throw this.#refuse('a number too large to represent', start)
    return value
  }

  #parseWord<Value extends boolean | null>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#refuse('no JSON value')
    this.#at += word.length
    return value
  }

  #accept(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at += 1
    }
  }

  #refuse(found: string, at = this.#at): LedgerError {
    const offset = encodeUtf8(this.#text.slice(0, at)).length
    return new LedgerError('json-malformed', `The JSON text has ${found} at byte ${offset}; correct it and try again.`)
  }
}

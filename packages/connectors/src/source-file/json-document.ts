import { malformed, shown } from './refusal.ts'

/** A JSON text as values, with the line on which each object begins. */
export interface JsonDocument {
  readonly value: unknown
  lineOf(object: unknown): number | undefined
}

const maxDepth = 64
const space = /[ \t\n\r]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
])

/**
 * Reads RFC 8259 JSON strictly. Our own reader, because the built-in one names no line, and of two members
 * with one name it silently keeps the last: a reviewer would see one value and the importer another. `firstLine` is the line of
 * the file on which the text begins.
 */
export function parseJson(text: string, file: string, firstLine = 1): JsonDocument {
  const reader = new JsonReader(text, file, firstLine)
  const value = reader.readDocument()
  return {
    value,
    lineOf: (object) => (typeof object === 'object' && object !== null ? reader.lines.get(object) : undefined),
  }
}

class JsonReader {
  readonly lines = new WeakMap<object, number>()
  readonly #text: string
  readonly #file: string
  #at = 0
  #line: number
  #nextFeed: number

  constructor(text: string, file: string, firstLine: number) {
    this.#text = text
    this.#file = file
    this.#line = firstLine
    this.#nextFeed = text.indexOf('\n')
  }

  readDocument(): unknown {
    const value = this.#readValue(0)
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#refuse('something follows the end of the JSON value')
    return value
  }

  #readValue(depth: number): unknown {
    this.#skipSpace()
    const next = this.#text[this.#at]
    if (depth > maxDepth) throw this.#refuse(`values are nested more than ${maxDepth} deep`)
    if (next === '{') return this.#readObject(depth)
    if (next === '[') return this.#readArray(depth)
    if (next === '"') return this.#readString()
    for (const [word, value] of literals) {
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return value
    }
    const digits = this.#match(number)
    if (digits === null) throw this.#refuseHere('a value')
    return Number(digits)
  }

  #readObject(depth: number): object {
    // Without a prototype, a member called __proto__ is a member like any other.
    const object: Record<string, unknown> = Object.create(null)
    this.lines.set(object, this.#lineHere())
    this.#at += 1
    if (this.#takes('}')) return object
    do {
      this.#skipSpace()
      const name = this.#readString()
      if (name in object) throw this.#refuse(`the member ${shown(name)} stands twice in one object`)
      if (!this.#takes(':')) throw this.#refuseHere('a colon')
      object[name] = this.#readValue(depth + 1)
    } while (this.#takes(','))
    if (!this.#takes('}')) throw this.#refuseHere('a comma or a closing brace')
    return object
  }

  #readArray(depth: number): unknown[] {
    const array: unknown[] = []
    this.#at += 1
    if (this.#takes(']')) return array
    do array.push(this.#readValue(depth + 1))
    while (this.#takes(','))
    if (!this.#takes(']')) throw this.#refuseHere('a comma or a closing bracket')
    return array
  }

  #readString(): string {
    const from = this.#at
    const end = this.#text[from] === '"' ? this.#closingQuote(from + 1) : -1
    if (end === -1) throw this.#refuseHere('a string in double quotation marks')
    const quoted = this.#text.slice(from, end + 1)
    try {
      const string = String(JSON.parse(quoted))
      this.#at = end + 1
      return string
    } catch (cause) {
      throw this.#refuse('the string holds a control character or an unknown escape', cause)
    }
  }

  /** The next quotation mark that no backslash escapes; a pattern would need a stack as deep as the string is long. */
  #closingQuote(from: number): number {
    for (let end = this.#text.indexOf('"', from); end !== -1; end = this.#text.indexOf('"', end + 1)) {
      let backslashes = 0
      while (end - 1 - backslashes >= from && this.#text[end - 1 - backslashes] === '\\') backslashes += 1
      if (backslashes % 2 === 0) return end
    }
    this.#at = this.#text.length
    return -1
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    if (found === undefined) return null
    this.#at += found.length
    return found
  }

  #takes(mark: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== mark) return false
    this.#at += 1
    return true
  }

  #skipSpace(): void {
    this.#match(space)
  }

  #lineHere(): number {
    while (this.#nextFeed !== -1 && this.#nextFeed < this.#at) {
      this.#line += 1
      this.#nextFeed = this.#text.indexOf('\n', this.#nextFeed + 1)
    }
    return this.#line
  }

  #refuseHere(wanted: string): Error {
    const ended = this.#at >= this.#text.length
    return this.#refuse(
      ended ? 'the file ends in the middle of a value; it may be cut off' : `${wanted} was expected here`,
    )
  }

  #refuse(problem: string, cause?: unknown): Error {
    return malformed({ file: this.#file, line: this.#lineHere() }, problem, 'Export it again as JSON.', cause)
  }
}

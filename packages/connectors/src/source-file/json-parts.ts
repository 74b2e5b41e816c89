import { Buffer, isAscii } from 'node:buffer'
import type { ImportFile } from '@evidentia/core'
import { parseJson } from './json-document.ts'
import { countMembers, parseBuiltIn } from './built-in-json.ts'
import { type Entrances, entrancesOf, openArray, openObject, pathOf, placeOf, plainName } from './json-paths.ts'
import { empty, malformed, shown, tooLarge } from './refusal.ts'
import { decodeUtf8, isUtf16, refuseUtf16 } from './text.ts'

/** The longest value that is handed out as one piece, in bytes. */
const maxPartBytes = 64 * 1_048_576
const maxKeyBytes = 65_536
const maxDepth = 64
/** How many bytes of a string are looked at one by one. */
const shortString = 64
/** More white space in a row than any printer writes. */
const maxBlanks = 1_048_576

/**
 * A value of a JSON file that is handed out as a whole. `path` says what it is, with `[]` for every place of an array, such as
 * `Results[].Vulnerabilities[]`.
 */
export class JsonPart {
  readonly path: string
  readonly line: number
  readonly value: unknown
  readonly #around: string
  readonly #name: string | number

  constructor(path: string, line: number, value: unknown, around: string, name: string | number) {
    this.path = path
    this.line = line
    this.value = value
    this.#around = around
    this.#name = name
  }

  /** Where it stands, with numbers: `Results[3].Vulnerabilities[0]`. Empty for the value that is the whole file. */
  get place(): string {
    return placeOf(this.#around, this.#name)
  }
}

/**
 * Reads RFC 8259 JSON in one pass and hands out its values by and by. What lies on the way to one of `paths` is entered; any other
 * value is handed out whole, so that nothing in the file goes unseen. Memory is bounded by the largest part. As strict as
 * `parseJson`: of two members with one name, neither is believed.
 */
export async function* readJsonParts(file: ImportFile, paths: readonly string[]): AsyncGenerator<JsonPart> {
  for await (const parts of readJsonBlocks(file, paths)) yield* parts
}

/** The same parts chunk by chunk, so that a reader of many is not asked to wait for each. */
export async function* readJsonBlocks(file: ImportFile, paths: readonly string[]): AsyncGenerator<Iterable<JsonPart>> {
  const scanner = new JsonScanner(file.name, entrancesOf(paths))
  for await (const chunk of file.bytes) yield scanner.push(chunk)
  yield scanner.end()
}

const feed = 0x0a
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const closeArray = 0x5d
const closeObject = 0x7d
const blanks = new Set([0x09, feed, 0x0d, 0x20])

/** An object or array that was entered; the outermost holds the one value of the file. */
interface Frame {
  readonly kind: 'file' | 'object' | 'array'
  readonly path: string
  readonly place: string
  /** The path of what stands in an array; it is the same for all of it. */
  readonly items: string
  readonly names: Set<string>
  name: string
  index: number
  expects: 'name or end' | 'name' | 'colon' | 'value or end' | 'value' | 'comma or end' | 'nothing'
}

/** Finds the extent of each value byte by byte and leaves what is in it to the built-in reader, which is much faster. */
class JsonScanner {
  readonly #file: string
  readonly #entrances: Entrances
  readonly #frames: Frame[] = [frameOf('file', '', '')]
  /** The first bytes, until there are enough to tell an encoding. */
  #start: Uint8Array | null = new Uint8Array()
  #line = 1
  #blanks = 0
  /** What is being gathered: the name of a member, or a value. */
  #gathers: 'nothing' | 'name' | 'string' | 'container' | 'scalar' = 'nothing'
  #pieces: Uint8Array[] = []
  #size = 0
  #firstLine = 1
  #depth = 0
  #members = 0
  #inString = false
  #escaped = false

  constructor(file: string, entrances: Entrances) {
    this.#file = file
    this.#entrances = entrances
  }

  push(chunk: Uint8Array): Iterable<JsonPart> {
    if (this.#start === null) return this.#scan(chunk)
    this.#start = Buffer.concat([this.#start, chunk])
    return this.#start.length >= 4 ? this.#begin(this.#start) : []
  }

  *end(): Generator<JsonPart> {
    if (this.#start !== null) {
      if (this.#start.length === 0) throw empty(this.#file)
      yield* this.#begin(this.#start)
    }
    if (this.#gathers === 'scalar') {
      const part = this.#finish(Buffer.alloc(0), 0, 0, false)
      if (part !== null) yield part
    }
    if (this.#frame().expects !== 'nothing')
      throw this.#refuse('the file ends in the middle of a value; it may be cut off')
  }

  *#begin(start: Uint8Array): Generator<JsonPart> {
    this.#start = null
    if (isUtf16(start)) throw refuseUtf16(this.#file)
    const hasMark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf
    yield* this.#scan(hasMark ? start.subarray(3) : start)
  }

  *#scan(given: Uint8Array): Generator<JsonPart> {
    const chunk = Buffer.isBuffer(given) ? given : Buffer.from(given.buffer, given.byteOffset, given.length)
    const isPlain = isAscii(chunk)
    for (let at = 0; at < chunk.length;) {
      if (this.#gathers === 'nothing') at = this.#skim(chunk, at)
      if (at === chunk.length) return
      const end = this.#gathers === 'scalar' ? this.#endOfScalar(chunk, at) : this.#endOf(chunk, at)
      if (end === -1) {
        this.#gather(chunk.subarray(at))
        return
      }
      const part = this.#finish(chunk, at, end, isPlain)
      at = end
      if (part !== null) yield part
    }
  }

  /** Goes on through entered objects and arrays up to the first byte of something to gather. */
  #skim(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      if (blanks.has(byte)) {
        this.#blanks += 1
        if (byte === feed) this.#line += 1
        continue
      }
      this.#blanks = 0
      if (this.#meets(byte)) return at
    }
    if (this.#blanks > maxBlanks) throw this.#tooLarge(this.#line, 'more than 1 MiB of white space stands here')
    return chunk.length
  }

  /** Whether something to gather begins with `byte`. */
  #meets(byte: number): boolean {
    const frame = this.#frame()
    switch (frame.expects) {
      case 'nothing':
        throw this.#refuse('something follows the end of the JSON value')
      case 'colon':
        if (byte !== colon) throw this.#refuse('a colon was expected here')
        frame.expects = 'value'
        return false
      case 'comma or end':
        if (byte === comma) frame.expects = frame.kind === 'object' ? 'name' : 'value'
        else this.#leave(byte, 'a comma or a closing bracket')
        return false
      case 'name':
      case 'name or end':
        if (byte !== quote) {
          if (frame.expects === 'name') throw this.#refuse('a string in double quotation marks was expected here')
          this.#leave(byte, 'a string in double quotation marks')
          return false
        }
        this.#startGathering('name')
        return true
      case 'value':
      case 'value or end':
        if (byte === closeArray && frame.expects === 'value or end') {
          this.#leave(byte, 'a value')
          return false
        }
        return this.#meetsValue(byte, frame)
    }
  }

  #meetsValue(byte: number, frame: Frame): boolean {
    const path = pathInside(frame)
    if (this.#entrances.get(path)?.includes(byte) === true) {
      const kind = byte === openArray ? 'array' : 'object'
      this.#frames.push(frameOf(kind, path, placeOf(frame.place, nameIn(frame))))
      return false
    }
    if (byte === comma || byte === colon || byte === closeArray || byte === closeObject)
      throw this.#refuse('a value was expected here')
    if (byte === quote) this.#startGathering('string')
    else this.#startGathering(byte === openArray || byte === openObject ? 'container' : 'scalar')
    return true
  }

  #leave(byte: number, wanted: string): void {
    const { kind } = this.#frame()
    if (byte !== (kind === 'object' ? closeObject : closeArray)) throw this.#refuse(`${wanted} was expected here`)
    this.#frames.pop()
    pass(this.#frame())
  }

  #startGathering(what: 'name' | 'string' | 'container' | 'scalar'): void {
    this.#gathers = what
    this.#firstLine = this.#line
    this.#members = 0
  }

  /** The first byte after a string, object or array; -1 where this chunk ends before it. */
  #endOf(chunk: Uint8Array, from: number): number {
    const deepest = maxDepth - this.#frames.length
    let at = from
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#endOfString(chunk, at)
        if (at === -1) return -1
        if (this.#depth === 0) return at
        continue
      }
      const byte = chunk[at] ?? 0
      at += 1
      if (byte === quote) this.#inString = true
      else if (byte === colon) this.#members += 1
      else if (byte === feed) this.#line += 1
      else if (byte === openObject || byte === openArray) {
        this.#depth += 1
        if (this.#depth > deepest) throw this.#refuse(`values are nested more than ${maxDepth} deep`)
      } else if (byte === closeObject || byte === closeArray) {
        this.#depth -= 1
        if (this.#depth === 0) return at
      }
    }
    return -1
  }

  /** The first byte after the quotation mark that closes a string. */
  #endOfString(chunk: Uint8Array, from: number): number {
    let at = from
    if (this.#escaped) {
      this.#escaped = false
      at += 1
    }
    // Most strings are shorter than what it costs to have them searched.
    for (const near = Math.min(at + shortString, chunk.length); at < near;) {
      const byte = chunk[at]
      if (byte === quote) {
        this.#inString = false
        return at + 1
      }
      at += byte === backslash ? 2 : 1
    }
    if (at > chunk.length) this.#escaped = true
    return at < chunk.length ? this.#searchEndOfString(chunk, at) : -1
  }

  #searchEndOfString(chunk: Uint8Array, from: number): number {
    for (let at = from; ;) {
      const found = chunk.indexOf(quote, at)
      const end = found === -1 ? chunk.length : found
      let backslashes = 0
      while (end - 1 - backslashes >= at && chunk[end - 1 - backslashes] === backslash) backslashes += 1
      const isEscaped = backslashes % 2 === 1
      if (found === -1) {
        this.#escaped = isEscaped
        return -1
      }
      if (!isEscaped) {
        this.#inString = false
        return found + 1
      }
      at = found + 1
    }
  }

  #endOfScalar(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      if (byte === comma || byte === closeArray || byte === closeObject || blanks.has(byte)) return at
    }
    return -1
  }

  #gather(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.#size += piece.length
    if (this.#gathers === 'name' && this.#size > maxKeyBytes)
      throw this.#tooLarge(this.#firstLine, 'the name that begins here is longer than 64 KiB')
    if (this.#size > maxPartBytes)
      throw this.#tooLarge(this.#firstLine, 'the value that begins here is longer than 64 MiB')
  }

  /** The value that ends before `end` of a chunk; null where it was the name of a member. `isPlain`: all of the chunk is ASCII. */
  #finish(chunk: Buffer, from: number, end: number, isPlain: boolean): JsonPart | null {
    const text =
      isPlain && this.#pieces.length === 0 && end - from <= maxKeyBytes
        ? chunk.toString('latin1', from, end)
        : this.#textUpTo(chunk.subarray(from, end))
    const isName = this.#gathers === 'name'
    this.#gathers = 'nothing'
    const value = this.#parse(text)
    const frame = this.#frame()
    if (isName) {
      this.#name(frame, String(value))
      return null
    }
    const part = new JsonPart(pathInside(frame), this.#firstLine, value, frame.place, nameIn(frame))
    pass(frame)
    return part
  }

  #textUpTo(last: Uint8Array): string {
    this.#gather(last)
    const bytes = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#size = 0
    return isAscii(bytes) ? bytes.toString('latin1') : decodeUtf8(bytes, this.#file, this.#firstLine)
  }

  #name(frame: Frame, name: string): void {
    if (frame.names.has(name)) throw this.#refuse(`the member ${shown(name)} stands twice in one object`)
    frame.names.add(name)
    frame.name = name
    frame.expects = 'colon'
  }

  #parse(text: string): unknown {
    const value = parseBuiltIn(text)
    if (value !== undefined && (this.#members === 0 || countMembers(value) === this.#members)) return value
    // The slower reader says where the fault is: no JSON, or a member that stands twice.
    parseJson(text, this.#file, this.#firstLine)
    throw this.#refuse('the value is not JSON')
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1)
    if (frame === undefined) throw new RangeError('The file itself is never left.')
    return frame
  }

  #tooLarge(line: number, problem: string): Error {
    return tooLarge({ file: this.#file, line }, problem, 'Split the export and push each part.')
  }

  #refuse(problem: string): Error {
    return malformed({ file: this.#file, line: this.#line }, problem, 'Export it again as JSON.')
  }
}

function frameOf(kind: Frame['kind'], path: string, place: string): Frame {
  const expects = kind === 'file' ? 'value' : kind === 'object' ? 'name or end' : 'value or end'
  return { kind, path, place, items: pathOf(path, '[]'), names: new Set(), name: '', index: 0, expects }
}

/** A value in `frame` is over. */
function pass(frame: Frame): void {
  frame.index += 1
  frame.expects = frame.kind === 'file' ? 'nothing' : 'comma or end'
}

function nameIn({ kind, name, index }: Frame): string | number {
  if (kind === 'file') return ''
  return kind === 'array' ? index : plainName(name)
}

function pathInside({ kind, path, items, name }: Frame): string {
  if (kind === 'file') return ''
  return kind === 'array' ? items : pathOf(path, plainName(name))
}

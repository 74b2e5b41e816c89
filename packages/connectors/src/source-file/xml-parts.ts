import type { ImportFile } from '@evidentia/core'
import { SaxesParser } from 'saxes'
import { empty, malformed, tooLarge } from './refusal.ts'
import { isUtf16, refuseUtf16 } from './text.ts'

/** An element with all that is in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** The text directly in it, without that of its children. */
  readonly text: string
  readonly children: readonly XmlElement[]
}

/** An element that is handed out whole, with the attributes of what it stands in, outermost first. */
export interface XmlPart {
  /** Names from the root, joined by slashes. */
  readonly path: string
  /** Where it begins. */
  readonly line: number
  readonly element: XmlElement
  readonly around: readonly Readonly<Record<string, string>>[]
}

const maxDepth = 64
/** The most characters that one part may hold. */
const maxPartLength = 16 * 1_048_576

/**
 * Reads XML in one pass and hands out the elements at `paths`; memory is bounded by the largest of them. A DOCTYPE is refused, so
 * that no entity is ever expanded or fetched.
 */
export async function* readXmlParts(file: ImportFile, paths: readonly string[]): AsyncGenerator<XmlPart> {
  for await (const parts of readXmlBlocks(file, paths)) yield* parts
}

/** The same elements chunk by chunk, so that a reader of many is not asked to wait for each. */
export async function* readXmlBlocks(file: ImportFile, paths: readonly string[]): AsyncGenerator<Iterable<XmlPart>> {
  const scanner = new XmlScanner(file.name, new Set(paths))
  for await (const chunk of file.bytes) yield scanner.push(chunk)
  yield scanner.end()
}

interface Open {
  readonly name: string
  /** Names from the root, joined by slashes; empty inside of a part, where nothing asks. */
  readonly path: string
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  text: string
  readonly children: XmlElement[]
}

class XmlScanner {
  readonly #file: string
  readonly #paths: ReadonlySet<string>
  readonly #parser = new SaxesParser({ xmlns: false })
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #open: Open[] = []
  readonly #found: XmlPart[] = []
  /** How deep the part being gathered begins; null outside of one. */
  #partDepth: number | null = null
  #length = 0
  #start: Uint8Array | null = new Uint8Array()

  constructor(file: string, paths: ReadonlySet<string>) {
    this.#file = file
    this.#paths = paths
    this.#parser.on('doctype', () => {
      throw this.#refuse('a DOCTYPE stands in the file, and entities are not read')
    })
    this.#parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8')
        throw this.#refuse(`the file says it is ${encoding.slice(0, 20)}, and only UTF-8 is read`)
    })
    this.#parser.on('error', (error) => {
      throw this.#refuse(`the XML is not well formed: ${explain(error.message)}`, error)
    })
    this.#parser.on('opentag', ({ name, attributes }) => this.#enter(name, attributes))
    this.#parser.on('text', (text) => this.#say(text))
    this.#parser.on('cdata', (text) => this.#say(text))
    this.#parser.on('closetag', () => this.#leave())
  }

  *push(chunk: Uint8Array): Generator<XmlPart> {
    if (this.#start === null) {
      yield* this.#write(chunk)
      return
    }
    this.#start = Buffer.concat([this.#start, chunk])
    if (this.#start.length >= 4) yield* this.#begin(this.#start)
  }

  *end(): Generator<XmlPart> {
    if (this.#start?.length === 0) throw empty(this.#file)
    if (this.#start !== null) yield* this.#begin(this.#start)
    this.#decode(undefined)
    this.#parser.close()
    yield* this.#found.splice(0)
  }

  *#begin(start: Uint8Array): Generator<XmlPart> {
    this.#start = null
    if (isUtf16(start)) throw refuseUtf16(this.#file)
    yield* this.#write(start)
  }

  *#write(chunk: Uint8Array): Generator<XmlPart> {
    const text = this.#decode(chunk)
    if (text !== '') this.#parser.write(text)
    yield* this.#found.splice(0)
  }

  #decode(chunk: Uint8Array | undefined): string {
    try {
      return chunk === undefined ? this.#decoder.decode() : this.#decoder.decode(chunk, { stream: true })
    } catch (cause) {
      throw this.#refuse('bytes from here on are not UTF-8', cause)
    }
  }

  #enter(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#open.length >= maxDepth) throw this.#refuse(`elements are nested more than ${maxDepth} deep`)
    const around = this.#open.at(-1)
    const path = this.#partDepth !== null ? '' : around === undefined ? name : `${around.path}/${name}`
    this.#open.push({ name, path, attributes, line: this.#parser.line, text: '', children: [] })
    if (this.#partDepth !== null) {
      let length = name.length
      for (const value of Object.values(attributes)) length += value.length
      this.#count(length)
      return
    }
    if (!this.#paths.has(path)) return
    this.#partDepth = this.#open.length
    this.#length = 0
  }

  #say(text: string): void {
    const inside = this.#open.at(-1)
    if (this.#partDepth === null || inside === undefined) return
    this.#count(text.length)
    inside.text += text
  }

  #leave(): void {
    const left = this.#open.pop()
    if (left === undefined || this.#partDepth === null) return
    const { name, path, attributes, text, children, line } = left
    const element = { name, attributes, text, children }
    if (this.#open.length >= this.#partDepth) {
      this.#open.at(-1)?.children.push(element)
      return
    }
    this.#partDepth = null
    this.#found.push({ path, line, element, around: this.#open.map((one) => one.attributes) })
  }

  #count(length: number): void {
    this.#length += length
    if (this.#length > maxPartLength)
      throw tooLarge(
        { file: this.#file, line: this.#parser.line },
        'an element holds more than 16 MiB of text',
        'Split the export and push each part.',
      )
  }

  #refuse(problem: string, cause?: unknown): Error {
    return malformed({ file: this.#file, line: this.#parser.line }, problem, 'Export it again as XML.', cause)
  }
}

/** The parser's own words without the place, which stands before them already. */
function explain(message: string): string {
  return message
    .replace(/^(?:[^:]*:)?\d+:\d+:\s*/, '')
    .replace(/\.$/, '')
    .slice(0, 120)
}

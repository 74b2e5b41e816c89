import type { ImportFile } from '@evidentia/core'
import { malformed, shown, tooLarge } from '../source-file/refusal.ts'
import { decodeLines } from '../source-file/text.ts'

/** A value as it stands: text, the base64 of it, or the address of a file that holds it. */
export interface LdifValue {
  readonly line: number
  readonly form: 'text' | 'base64' | 'address'
  readonly raw: string
}

/** One entry: its DN and the values of each attribute, options kept in the name, in lower case. */
export interface LdifEntry {
  readonly dn: LdifValue
  readonly attributes: ReadonlyMap<string, readonly LdifValue[]>
}

/** What `ldapsearch` says of its own search: not zero where the directory gave up. */
export interface SearchResult {
  readonly line: number
  readonly result: string
}

/** The most bytes of text that one entry may hold: a picture or a long list of members is in it. */
const maxEntryLength = 64 * 1_048_576
const remedy = 'Export the entries again, for example with ldapsearch -LLL.'

interface Line {
  readonly at: number
  readonly text: string
}

/**
 * Reads LDIF (RFC 2849) entry by entry, in blocks. Lines are unfolded, comments left out. What `ldapsearch` writes about its search is handed
 * out too, as a comment or as lines of its own. A change other than `add` refuses the file: it does not say what an entry holds.
 */
export async function* readLdif(file: ImportFile): AsyncGenerator<Iterable<LdifEntry | SearchResult>> {
  const names = new AttributeNames(file.name)
  let open: Line[] = []
  let length = 0
  const entriesOf = function* (lines: Iterable<Line>): Generator<LdifEntry | SearchResult> {
    for (const line of lines) {
      if (line.text === '') {
        const found = readBlock(open, names)
        open = []
        length = 0
        if (found !== null) yield found
      } else if (line.text.startsWith('#')) {
        const result = /^#\s?result: (.*)$/.exec(line.text)?.[1]
        if (result !== undefined) yield { line: line.at, result }
      } else {
        open.push(line)
        length += line.text.length
        if (length > maxEntryLength) throw tooLong(file.name, open[0]?.at ?? line.at)
      }
    }
  }
  for await (const lines of readLines(file)) yield entriesOf(lines)
  yield entriesOf([{ at: 0, text: '' }])
}

/** The lines of a file in blocks, each put together from its folds; an empty one ends an entry. */
async function* readLines(file: ImportFile): AsyncGenerator<Iterable<Line>> {
  let open: Line = { at: 1, text: '' }
  let at = 1
  const unfold = function* (block: string): Generator<Line> {
    let from = 0
    while (from < block.length) {
      const feed = block.indexOf('\n', from)
      const end = feed === -1 ? block.length : feed
      if (block.charCodeAt(from) === space && open.text !== '') {
        open = { at: open.at, text: open.text + block.slice(from + 1, end) }
        if (open.text.length > maxEntryLength) throw tooLong(file.name, open.at)
      } else {
        // What comes before the first line is an empty one, which ends nothing.
        yield open
        open = { at, text: block.slice(from, end) }
      }
      at += 1
      from = end + 1
    }
  }
  for await (const block of decodeLines(file)) yield unfold(block)
  yield [open]
}

function tooLong(file: string, line: number): Error {
  return tooLarge({ file, line }, 'the entry that begins here is longer than 64 MiB', remedy)
}

function readBlock(lines: readonly Line[], names: AttributeNames): LdifEntry | SearchResult | null {
  const [first] = lines
  const rest = first !== undefined && /^version:\s*1\s*$/i.test(first.text) ? lines.slice(1) : lines
  const [start] = rest
  if (start === undefined) return null
  if (start.text.startsWith('search: ')) {
    const result = rest.find(({ text }) => text.startsWith('result: '))
    if (result !== undefined) return { line: result.at, result: result.text.slice('result: '.length) }
  }
  const dn = readValue(start, names)
  if (dn.name !== 'dn') {
    const problem = `an entry begins here without its DN, with ${shown(start.text)}`
    throw malformed({ file: names.file, line: start.at, field: 'dn' }, problem, remedy)
  }
  const attributes = new Map<string, LdifValue[]>()
  for (let index = 1; index < rest.length; index += 1) {
    const line = rest[index]
    if (line === undefined) break
    const { name, value } = readValue(line, names)
    // Said before the values of a change: what follows is then no list of attributes.
    if (name === 'changetype' || name === 'control') {
      if (name === 'changetype' && value.raw.trim().toLowerCase() === 'add') continue
      const problem = `a change stands here (${shown(line.text)}), and only entries are read`
      throw malformed({ file: names.file, line: line.at, field: 'changetype' }, problem, remedy)
    }
    const known = attributes.get(name)
    if (known === undefined) attributes.set(name, [value])
    else known.push(value)
  }
  return { dn: dn.value, attributes }
}

const space = 0x20
const attribute = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*-]+)*$/
/** A directory has some hundred attributes; a file that makes up more is not worth remembering them. */
const mostNames = 10_000

/** The names of attributes in lower case. The same few stand in every entry, and each is looked at once. */
class AttributeNames {
  readonly file: string
  readonly #known = new Map<string, string>()

  constructor(file: string) {
    this.file = file
  }

  /** Null where the text cannot be the name of an attribute. */
  read(text: string): string | null {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    if (!attribute.test(text)) return null
    const name = text.toLowerCase()
    if (this.#known.size < mostNames) this.#known.set(text, name)
    return name
  }
}

function readValue({ at, text }: Line, names: AttributeNames): { name: string; value: LdifValue } {
  const end = text.indexOf(':')
  const name = end === -1 ? null : names.read(text.slice(0, end))
  if (name === null) {
    const problem = `the line is neither an attribute with its value nor a fold of the one before: ${shown(text)}`
    throw malformed({ file: names.file, line: at }, problem, remedy)
  }
  const mark = text[end + 1]
  const form = mark === ':' ? 'base64' : mark === '<' ? 'address' : 'text'
  return { name, value: { line: at, form, raw: text.slice(form === 'text' ? end + 1 : end + 2).trim() } }
}

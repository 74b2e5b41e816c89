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
 * Reads LDIF (RFC 2849) entry by entry. Lines are unfolded, comments left out. What `ldapsearch` writes about its search is handed
 * out too, as a comment or as lines of its own. A change other than `add` refuses the file: it does not say what an entry holds.
 */
export async function* readLdif(file: ImportFile): AsyncGenerator<LdifEntry | SearchResult> {
  let open: Line[] = []
  let length = 0
  for await (const block of readLines(file)) {
    for (const line of block) {
      const result = /^#\s?result: (.*)$/.exec(line.text)?.[1]
      if (result !== undefined) yield { line: line.at, result }
      if (line.text.startsWith('#')) continue
      if (line.text !== '') {
        open.push(line)
        length += line.text.length
        if (length > maxEntryLength)
          throw tooLarge({ file: file.name, line: open[0]?.at ?? line.at }, 'the entry is longer than 64 MiB', remedy)
        continue
      }
      const found = readBlock(open, file.name)
      open = []
      length = 0
      if (found !== null) yield found
    }
  }
  const last = readBlock(open, file.name)
  if (last !== null) yield last
}

/** The lines of a file in blocks, each put together from its folds; an empty one ends an entry. */
async function* readLines(file: ImportFile): AsyncGenerator<Iterable<Line>> {
  let pieces: string[] = []
  let first = 1
  let at = 1
  const unfold = function* (block: string): Generator<Line> {
    let from = 0
    while (from < block.length) {
      const feed = block.indexOf('\n', from)
      const end = feed === -1 ? block.length : feed
      const isFolded = block[from] === ' ' && pieces.length > 0 && pieces[0] !== ''
      if (isFolded) pieces.push(block.slice(from + 1, end))
      else {
        if (pieces.length > 0) yield { at: first, text: pieces.join('') }
        pieces = [block.slice(from, end)]
        first = at
      }
      at += 1
      from = end + 1
    }
  }
  for await (const block of decodeLines(file)) yield unfold(block)
  yield [{ at: first, text: pieces.join('') }]
}

function readBlock(lines: readonly Line[], file: string): LdifEntry | SearchResult | null {
  const rest = lines.filter(({ text }, index) => !(index === 0 && /^version:\s*1\s*$/i.test(text)))
  const [start] = rest
  if (start === undefined) return null
  if (/^search: \d+$/.test(start.text)) {
    const result = rest.find(({ text }) => text.startsWith('result: '))
    if (result !== undefined) return { line: result.at, result: result.text.slice('result: '.length) }
  }
  const dn = readValue(start, file)
  if (dn.name !== 'dn') {
    const problem = `an entry begins here without its DN, with ${shown(start.text)}`
    throw malformed({ file, line: start.at, field: 'dn' }, problem, remedy)
  }
  const attributes = new Map<string, LdifValue[]>()
  for (const line of rest.slice(1)) {
    // Said before the values of a change: what follows is then no list of attributes.
    if (/^(?:changetype|control)\s*:/i.test(line.text)) {
      if (/^changetype:\s*add\s*$/i.test(line.text)) continue
      const problem = `a change stands here (${shown(line.text)}), and only entries are read`
      throw malformed({ file, line: line.at, field: 'changetype' }, problem, remedy)
    }
    const { name, value } = readValue(line, file)
    const known = attributes.get(name)
    if (known === undefined) attributes.set(name, [value])
    else known.push(value)
  }
  return { dn: dn.value, attributes }
}

const attribute = /^([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)((?:;[A-Za-z0-9=*-]+)*):([:<]?) */

function readValue({ at, text }: Line, file: string): { name: string; value: LdifValue } {
  const found = attribute.exec(text)
  if (found === null) {
    const problem = `the line is neither an attribute with its value nor a fold of the one before: ${shown(text)}`
    throw malformed({ file, line: at }, problem, remedy)
  }
  const [whole, name = '', options = '', mark = ''] = found
  const form = mark === ':' ? 'base64' : mark === '<' ? 'address' : 'text'
  return {
    name: (name + options).toLowerCase(),
    value: { line: at, form, raw: text.slice(whole.length) },
  }
}

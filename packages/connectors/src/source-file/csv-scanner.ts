import { malformed, tooLarge } from './refusal.ts'
import { maxRowBytes } from './text.ts'

/** One row of a table, header or not, with the line or sheet row on which it begins, counted from 1. */
export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

const feed = 0x0a
const remedy = 'Export it again, or correct this line.'

/**
 * Finds the rows of RFC 4180 in text that comes in blocks of whole lines, each ended by LF alone. Strict: a quotation mark stands at
 * both ends of a cell or in neither, and is doubled inside. Empty lines are no rows.
 */
export class CsvScanner {
  readonly #file: string
  readonly #delimiter: string
  /** A row whose quoted cell goes on in the next block, and on which line it began. */
  #open: string[] = []
  #openLength = 0
  #line = 1

  constructor(file: string, delimiter: string) {
    this.#file = file
    this.#delimiter = delimiter
  }

  *push(block: string): Generator<TableRow> {
    if (this.#open.length === 0) {
      yield* this.#scan(block)
      return
    }
    // Only a quotation mark can end what is open.
    if (!block.includes('"')) {
      this.#keep(block)
      return
    }
    const text = this.#open.join('') + block
    this.#open = []
    yield* this.#scan(text)
  }

  end(): void {
    if (this.#open.length > 0)
      throw this.#refuse(this.#line, 'a quotation mark opens and is never closed; the file may be cut off')
  }

  *#scan(text: string): Generator<TableRow> {
    let at = 0
    let nextQuote = text.indexOf('"')
    while (at < text.length) {
      const found = text.indexOf('\n', at)
      const end = found === -1 ? text.length : found
      if (nextQuote !== -1 && nextQuote < at) nextQuote = text.indexOf('"', at)
      if (nextQuote === -1 || nextQuote > end) {
        if (end - at > maxRowBytes) throw this.#tooLong()
        if (end > at) yield { line: this.#line, cells: text.slice(at, end).split(this.#delimiter) }
        this.#line += 1
        at = end + 1
        continue
      }
      const row = this.#readQuoted(text, at)
      if (row === null) {
        this.#openLength = 0
        this.#keep(text.slice(at))
        return
      }
      if (row.end - at > maxRowBytes) throw this.#tooLong()
      yield { line: this.#line, cells: row.cells }
      this.#line += row.lines
      at = row.end + 1
    }
  }

  /** The row that begins at `from` and has quotation marks; null where `text` ends inside one of its cells. */
  #readQuoted(text: string, from: number): { cells: string[]; end: number; lines: number } | null {
    const cells: string[] = []
    let lines = 1
    for (let at = from; ;) {
      let cell: string
      if (text[at] === '"') {
        const close = closingQuote(text, at + 1)
        if (close === -1) return null
        const raw = text.slice(at + 1, close)
        cell = raw.includes('"') ? raw.replaceAll('""', '"') : raw
        lines += countFeeds(raw)
        at = close + 1
        if (at < text.length && text[at] !== this.#delimiter && text.charCodeAt(at) !== feed)
          throw this.#refuse(this.#line, 'text stands after a closing quotation mark')
      } else {
        const end = this.#endOfPlain(text, at)
        cell = text.slice(at, end)
        if (cell.includes('"'))
          throw this.#refuse(this.#line + lines - 1, 'a quotation mark stands inside a value that is not quoted')
        at = end
      }
      cells.push(cell)
      if (at >= text.length || text.charCodeAt(at) === feed) return { cells, end: at, lines }
      at += 1
    }
  }

  #endOfPlain(text: string, from: number): number {
    const found = text.indexOf('\n', from)
    const line = found === -1 ? text.length : found
    const delimiter = text.indexOf(this.#delimiter, from)
    return delimiter === -1 || delimiter > line ? line : delimiter
  }

  #keep(text: string): void {
    this.#open.push(text)
    this.#openLength += text.length
    if (this.#openLength > maxRowBytes) throw this.#tooLong()
  }

  #tooLong(): Error {
    return tooLarge(
      { file: this.#file, line: this.#line },
      `the row that begins here is longer than ${maxRowBytes} characters`,
      'Check for a quotation mark that is never closed.',
    )
  }

  #refuse(line: number, problem: string): Error {
    return malformed({ file: this.#file, line }, problem, remedy)
  }
}

/** The quotation mark that closes the cell begun before `from`; -1 where there is none. A doubled one is a character. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at
  return -1
}

function countFeeds(text: string): number {
  let feeds = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) feeds += 1
  return feeds
}

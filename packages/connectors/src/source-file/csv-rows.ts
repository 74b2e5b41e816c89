import { pipeline, Readable } from 'node:stream'
import type { ImportFile, SkippedItem } from '@evidentia/core'
import { CsvError, parse } from 'csv-parse'
import type { CsvErrorCode, Info } from 'csv-parse'
import { malformed, shown, tooLarge } from './refusal.ts'
import { decodeLines, maxRowBytes, peekText } from './text.ts'

/** The columns a file must have, and those it may. `leading`: in this order at the start of the header, as a machine writes them; otherwise in any order. */
export interface CsvLayout {
  readonly columns: readonly string[]
  /** Read where they are there; their cells are empty where they are not. */
  readonly optional?: readonly string[]
  readonly order: 'leading' | 'any'
}

/** One row by column name, with the line on which it begins. */
export interface CsvRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

export type CsvItem = { readonly row: CsvRow } | { readonly skipped: SkippedItem }

/** The most rows one file may have. */
export const maxRows = 1_000_000

type ParsedRow = { readonly record: readonly string[]; readonly info: Info }
type Columns = ReadonlyMap<string, number>

/** Whether the first line names most of the layout's columns, whatever separates them; a nearly right file is then refused in words, not ignored. */
export function hasHeaderOf(layout: CsvLayout, head: Uint8Array): boolean {
  const [first = ''] = peekText(head)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, 1)
  const named = new Set(first.split(/[,;\t]/).map((cell) => cell.replaceAll('"', '').trim()))
  return layout.columns.filter((column) => named.has(column)).length >= layout.columns.length * 0.6
}

/** The rows of a CSV file (RFC 4180, comma, header on line 1). Columns outside the layout are listed as skipped, once. */
export async function* readCsvRows(file: ImportFile, layout: CsvLayout): AsyncGenerator<CsvItem> {
  let columns: Columns | null = null
  let places: Places = []
  let width = 0
  let rows = 0
  const progress = { lastLine: 0 }
  try {
    for await (const parsed of parseCsv(file, progress)) {
      const { record } = parsed
      const line = firstLineOf(parsed)
      if (columns === null) {
        columns = readHeader(file.name, layout, record)
        places = placesOf(layout, columns)
        width = record.length
        yield* listUnread(layout, columns)
        continue
      }
      // Spreadsheets write their empty lines as commas.
      if (record.every((cell) => cell === '')) continue
      rows += 1
      if (rows > maxRows)
        throw tooLarge(
          { file: file.name, line },
          `the file has more than ${maxRows} rows`,
          'Split it and push each part.',
        )
      if (record.length !== width) throw wrongWidth(file.name, line, record.length, width)
      yield { row: { line, cells: cellsOf(places, record) } }
    }
  } catch (cause) {
    throw cause instanceof CsvError ? unreadable(file.name, cause, progress.lastLine) : cause
  }
  if (columns === null) throw missingColumn(file.name, layout.columns[0] ?? '')
}

/** The line on which a row begins: a quoted cell may span lines. */
export function firstLineOf({ record, info }: ParsedRow): number {
  let feeds = 0
  for (const cell of record) if (cell.includes('\n')) feeds += cell.split('\n').length - 1
  return info.lines - feeds
}

/** `progress` runs ahead of the rows that are handed out: an error discards those still waiting in the parser. */
export function parseCsv(file: ImportFile, progress: { lastLine: number }, delimiter = ','): AsyncIterable<ParsedRow> {
  const parser = parse({
    info: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: '\n',
    max_record_size: maxRowBytes,
    on_record: (record, { lines }) => {
      progress.lastLine = lines
      return record
    },
  })
  // An error in the source destroys the parser with that same error, so whoever iterates the parser meets it there.
  pipeline(Readable.from(decodeLines(file)), parser, () => undefined)
  return parser
}

function readHeader(file: string, layout: CsvLayout, header: readonly string[]): Columns {
  const names = header.map((name) => name.trim())
  const columns = new Map<string, number>()
  for (const [at, name] of names.entries()) {
    // Some tools repeat columns, or leave them without a name. Only of what is read, two would be one too many.
    if (columns.has(name) && [...layout.columns, ...(layout.optional ?? [])].includes(name))
      throw malformed({ file, line: 1, field: name }, 'the column stands twice in the header', 'Remove one of the two.')
    if (!columns.has(name)) columns.set(name, at)
  }
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    throw malformed(
      { file, line: 1 },
      'the columns are not separated by commas',
      'Export it again with commas between the columns.',
    )
  }
  for (const [at, column] of layout.columns.entries()) {
    if (!columns.has(column)) throw missingColumn(file, column)
    if (layout.order === 'leading' && columns.get(column) !== at) {
      const problem = `the header has ${shown(names[at] ?? '')} where ${shown(column)} belongs`
      throw malformed(
        { file, line: 1, field: column },
        problem,
        'Use the report as it was downloaded, columns in their order.',
      )
    }
  }
  return columns
}

function* listUnread(layout: CsvLayout, columns: Columns): Generator<CsvItem> {
  const read = new Set([...layout.columns, ...(layout.optional ?? [])])
  for (const name of columns.keys()) {
    if (!read.has(name))
      yield { skipped: { part: 'column', line: 1, field: shortName(name), reason: 'this column is not read' } }
  }
}

/** The columns that are read, each with its place in a row; -1 where the file has none. */
type Places = readonly (readonly [string, number])[]

function placesOf({ columns: wanted, optional = [] }: CsvLayout, columns: Columns): Places {
  return [...wanted, ...optional].map((column) => [column, columns.get(column) ?? -1])
}

function cellsOf(places: Places, record: readonly string[]): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const [column, at] of places) cells[column] = record[at] ?? ''
  return cells
}

function shortName(name: string): string {
  return name === '' ? 'a column without a name' : name.slice(0, 80)
}

function missingColumn(file: string, column: string): Error {
  return malformed(
    { file, line: 1, field: column },
    `the header has no column ${shown(column)}`,
    'Export it again with this column.',
  )
}

export function wrongWidth(file: string, line: number, found: number, expected: number): Error {
  const cut = found < expected ? '; the file may be cut off here' : '; a comma inside a value needs quotes around it'
  const problem = `the row has ${found} values and the header ${expected}${cut}`
  return malformed({ file, line }, problem, 'Export it again, or correct this line.')
}

const csvProblems: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark opens and is never closed; the file may be cut off',
  CSV_INVALID_CLOSING_QUOTE: 'text stands after a closing quotation mark',
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside a value that is not quoted',
}

/** What is wrong with a CSV file, in words and with its line. */
export function unreadable(file: string, error: CsvError, lastLine: number): Error {
  // A quotation mark that never closes is noticed at the end of the file; the row at fault begins after the last good one.
  const line =
    error.code === 'INVALID_OPENING_QUOTE' && typeof error['lines'] === 'number' ? error['lines'] : lastLine + 1
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const remedy = 'Check for a quotation mark that is never closed.'
    return tooLarge({ file, line }, `the row that begins here is longer than ${maxRowBytes} characters`, remedy)
  }
  const problem = csvProblems[error.code] ?? 'the row is not CSV'
  return malformed({ file, line }, problem, 'Export it again, or correct this line.', error)
}

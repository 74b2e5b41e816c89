import type { ImportFile, SkippedItem } from '@evidentia/core'
import { type CsvHeader, type CsvLayout, missingColumn, readHeader } from './csv-header.ts'
import { malformed } from './refusal.ts'
import { readCsvBlocks, type TableRow } from './table.ts'

/** One row by column name, with the line on which it begins. A column that may be repeated holds a list. */
export interface CsvRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string | readonly string[]>>
}

export type CsvItem = { readonly row: CsvRow } | { readonly skipped: SkippedItem }

/**
 * The rows of a CSV file (RFC 4180, comma, header on line 1), block by block. Columns outside the layout are listed as skipped, once.
 */
export async function* readCsvRows(file: ImportFile, layout: CsvLayout): AsyncGenerator<Iterable<CsvItem>> {
  let header: CsvHeader | null = null
  const itemsOf = function* (rows: Iterable<TableRow>): Generator<CsvItem> {
    for (const row of rows) {
      if (header === null) {
        header = readHeader(layout, row, file.name)
        for (const skipped of header.unread) yield { skipped }
        continue
      }
      // Spreadsheets write their empty lines as commas.
      if (row.cells.every((cell) => cell === '')) continue
      if (row.cells.length !== header.width) throw wrongWidth(file.name, row.line, row.cells.length, header.width)
      yield { row: { line: row.line, cells: cellsOf(header, row.cells) } }
    }
  }
  for await (const rows of readCsvBlocks(file, ',')) yield itemsOf(rows)
  if (header === null) throw missingColumn(file.name, layout.columns[0] ?? '')
}

function cellsOf({ single, lists }: CsvHeader, row: readonly string[]): CsvRow['cells'] {
  const cells: Record<string, string | readonly string[]> = {}
  for (const [column, at] of single) cells[column] = row[at] ?? ''
  for (const [column, places] of lists)
    cells[column] = places.map((at) => row[at]?.trim() ?? '').filter((cell) => cell !== '')
  return cells
}

export function wrongWidth(file: string, line: number, found: number, expected: number): Error {
  const cut = found < expected ? '; the file may be cut off here' : '; a comma inside a value needs quotes around it'
  const problem = `the row has ${found} values and the header ${expected}${cut}`
  return malformed({ file, line }, problem, 'Export it again, or correct this line.')
}

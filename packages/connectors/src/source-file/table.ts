import type { ImportFile } from '@evidentia/core'
import { CsvScanner, type TableRow } from './csv-scanner.ts'
import { tooLarge } from './refusal.ts'
import { decodeLines } from './text.ts'

export type { TableRow } from './csv-scanner.ts'

/** The most rows one file may have. */
export const maxRows = 1_000_000

/** The rows of a CSV file in their order, empty lines left out. Nothing is asked of the first one. */
export async function* readCsvTable(file: ImportFile, delimiter: string): AsyncGenerator<TableRow> {
  for await (const rows of readCsvBlocks(file, delimiter)) yield* rows
}

/** The same rows block by block, so that a reader of many is not asked to wait for each. */
export async function* readCsvBlocks(file: ImportFile, delimiter: string): AsyncGenerator<Iterable<TableRow>> {
  const scanner = new CsvScanner(file.name, delimiter)
  let rows = 0
  const counted = function* (found: Iterable<TableRow>): Generator<TableRow> {
    for (const row of found) {
      rows += 1
      // One of them is the header.
      if (rows > maxRows + 1) throw tooManyRows(file.name, row.line)
      yield row
    }
  }
  for await (const block of decodeLines(file)) yield counted(scanner.push(block))
  scanner.end()
}

export function tooManyRows(file: string, line: number): Error {
  return tooLarge({ file, line }, `the file has more than ${maxRows} rows`, 'Split it and push each part.')
}

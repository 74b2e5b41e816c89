import type { ImportFile } from '@evidentia/core'
import { CsvError } from 'csv-parse'
import { firstLineOf, maxRows, parseCsv, unreadable } from './csv-rows.ts'
import { tooLarge } from './refusal.ts'

/** One row of a table, header or not, with the line or sheet row on which it begins, counted from 1. */
export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows of a CSV file in their order, empty lines left out. Nothing is asked of the first one. */
export async function* readCsvTable(file: ImportFile, delimiter: string): AsyncGenerator<TableRow> {
  const progress = { lastLine: 0 }
  let rows = 0
  try {
    for await (const parsed of parseCsv(file, progress, delimiter)) {
      const line = firstLineOf(parsed)
      rows += 1
      // One of them is the header.
      if (rows > maxRows + 1) throw tooManyRows(file.name, line)
      yield { line, cells: parsed.record }
    }
  } catch (cause) {
    throw cause instanceof CsvError ? unreadable(file.name, cause, progress.lastLine) : cause
  }
}

export function tooManyRows(file: string, line: number): Error {
  return tooLarge({ file, line }, `the file has more than ${maxRows} rows`, 'Split it and push each part.')
}

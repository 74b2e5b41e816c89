import type { ImportFile } from '@evidentia/core'
import { CsvError } from 'csv-parse'
import { maxRows, parseCsv, unreadable } from './csv-rows.ts'
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
    for await (const { record, info } of parseCsv(file, progress, delimiter)) {
      // A quoted cell may span lines; the row begins where its first line stands.
      const line = info.lines - record.reduce((feeds, cell) => feeds + cell.split('\n').length - 1, 0)
      rows += 1
      // One of them is the header.
      if (rows > maxRows + 1) throw tooManyRows(file.name, line)
      yield { line, cells: record }
    }
  } catch (cause) {
    throw cause instanceof CsvError ? unreadable(file.name, cause, progress.lastLine) : cause
  }
}

export function tooManyRows(file: string, line: number): Error {
  return tooLarge({ file, line }, `the file has more than ${maxRows} rows`, 'Split it and push each part.')
}

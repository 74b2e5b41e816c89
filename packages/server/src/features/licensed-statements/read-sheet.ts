import { EvidentiaError } from '@evidentia/core'
import { CsvError, parse } from 'csv-parse/sync'
import { readWorkbook } from './read-workbook.ts'

/** One row with where it stands in its file, counted from 1. */
export interface SheetRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows of a CSV file (UTF-8) or of the first sheet of an XLSX file, the header first. Throws `malformed-file` naming the line. */
export function readSheet(bytes: Uint8Array, name: string): SheetRow[] {
  if (bytes.length === 0) throw new EvidentiaError('empty-file', `${name} is empty.`, { place: { file: name } })
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? readWorkbook(bytes, name) : readCsv(bytes, name)
}

function readCsv(bytes: Uint8Array, name: string): SheetRow[] {
  const text = decode(bytes, name)
  const rows: SheetRow[] = []
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        // A cell may span lines; the row begins where its first line stands.
        rows.push({ line: lines - cells.reduce((feeds, cell) => feeds + cell.split('\n').length - 1, 0), cells })
        return null
      },
    })
    return rows
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = Number(cause['lines'] ?? 1)
    throw new EvidentiaError('malformed-file', `${name}, line ${line}: it is not CSV (${cause.message}).`, {
      place: { file: name, line },
      remedy: 'Save it again as CSV with commas and double quotes, or as XLSX.',
      cause,
    })
  }
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new EvidentiaError('malformed-file', `${name} is neither XLSX nor text in UTF-8.`, {
      place: { file: name },
      remedy: 'Save it again as "CSV UTF-8".',
      cause,
    })
  }
}

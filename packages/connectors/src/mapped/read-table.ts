import type { ImportFile, TableMapping } from '@evidentia/core'
import { empty } from '../source-file/refusal.ts'
import { readCsvTable } from '../source-file/table.ts'
import type { TableRow } from '../source-file/table.ts'
import { isArchive, openWorkbook } from '../source-file/xlsx-table.ts'

/** A row with its part in the table. A row of a sheet may be shorter than the header: empty cells at its end are left out. */
export interface PlacedRow extends TableRow {
  readonly part: 'above' | 'header' | 'csv' | 'sheet'
}

type Layout = Pick<TableMapping, 'delimiter' | 'sheet' | 'headerRow'>

/** The rows of a CSV or XLSX file, told apart by their first bytes. */
export async function* readTable(file: ImportFile, layout: Layout): AsyncGenerator<PlacedRow> {
  const { first, whole } = await startReading(file)
  if (isArchive(first)) {
    const workbook = await openWorkbook(whole)
    for (const row of workbook.readRows(layout.sheet)) yield { ...row, part: partOf(row, layout) ?? 'sheet' }
  } else {
    for await (const row of readCsvTable(whole, layout.delimiter)) yield { ...row, part: partOf(row, layout) ?? 'csv' }
  }
}

/** The header is the first row that is not empty from `headerRow` on. */
function partOf({ line }: TableRow, { headerRow }: Layout): 'above' | 'header' | null {
  if (line < headerRow) return 'above'
  return line === headerRow ? 'header' : null
}

/** The names of the sheets, null for CSV, with the header and the first rows as an importer sees them: for the person who maps. */
export async function peekTable(
  file: ImportFile,
  layout: Layout & { readonly rows: number },
): Promise<{ sheets: readonly string[] | null; header: readonly string[]; rows: (readonly string[])[] }> {
  const { first, whole } = await startReading(file)
  const workbook = isArchive(first) ? await openWorkbook(whole) : null
  const table = workbook === null ? readCsvTable(whole, layout.delimiter) : workbook.readRows(layout.sheet)
  let header: readonly string[] = []
  const rows: (readonly string[])[] = []
  for await (const row of table) {
    const part = partOf(row, layout)
    if (part === 'header') header = row.cells.map((name) => name.trim())
    if (part === null) rows.push(row.cells)
    if (part !== 'above' && rows.length >= layout.rows) break
  }
  return { sheets: workbook?.sheets ?? null, header, rows }
}

/** The first bytes of a file, at least four where it has them, and the file with those bytes still in it. */
async function startReading(file: ImportFile): Promise<{ first: Uint8Array; whole: ImportFile }> {
  const source = file.bytes[Symbol.asyncIterator]()
  let first: Uint8Array = new Uint8Array()
  while (first.length < 4) {
    const next = await source.next()
    if (next.done === true) break
    first = Buffer.concat([first, next.value])
  }
  if (first.length === 0) throw empty(file.name)
  return { first, whole: { name: file.name, bytes: resume(first, source) } }
}

async function* resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

import type { Cell } from 'write-excel-file/node'
import type { Table } from './table.ts'

/** What a cell can hold (Excel's own limit); longer text is cut, visibly. */
const cellLimit = 32_767
// XML 1.0 has no way to write these.
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

/** The table as a workbook: its rows on one sheet, what they are on another. Every cell is text, never a formula. */
export async function writeXlsx({ title, details, columns, rows }: Table): Promise<Uint8Array> {
  // Loaded with the first workbook, which few starts see.
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const head = columns.map((column) => ({ ...cellOf(column.title), fontWeight: 'bold' as const }))
  const body = rows.map((row) => row.map((text) => ({ ...cellOf(text), wrap: true, alignVertical: 'top' as const })))
  return writeXlsxFile([
    {
      data: [head, ...body],
      sheet: title,
      columns: columns.map(({ width }) => ({ width: width * 1.6 })),
      stickyRowsCount: 1,
    },
    { data: details.map((detail) => detail.map(cellOf)), sheet: 'About', columns: [{ width: 20 }, { width: 80 }] },
  ]).toBuffer()
}

function cellOf(text: string) {
  const clean = text.toWellFormed().replaceAll(unwritable, '\uFFFD')
  const value = clean.length > cellLimit ? `${clean.slice(0, cellLimit - 1)}…` : clean
  return { value, type: String } satisfies Cell
}

import type { Table } from './table.ts'

/** What a spreadsheet would take for the beginning of a formula, also behind spaces. */
const formula = /^\s*[=+\-@\t\r]/

/**
 * The table as CSV (RFC 4180, UTF-8 with a byte order mark, by which spreadsheets know it). A cell that a spreadsheet would
 * compute gets an apostrophe in front: a name such as `=HYPERLINK(…)` must not run where the file is opened.
 */
export function writeCsv({ columns, rows }: Table): Uint8Array {
  const lines = [columns.map(({ title }) => title), ...rows].map((cells) => cells.map(writeCell).join(','))
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8')
}

function writeCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

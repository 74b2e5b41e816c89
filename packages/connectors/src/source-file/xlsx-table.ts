import type { ImportFile } from '@evidentia/core'
import { malformed, shown, tooLarge } from './refusal.ts'
import type { TableRow } from './table.ts'
import { readSheetRows } from './xlsx-sheet.ts'
import { readDateStyles, readSheetList, readStrings } from './xlsx-parts.ts'
import type { SheetEntry } from './xlsx-parts.ts'
import { openArchive } from './xlsx-archive.ts'

/** A workbook is a ZIP archive, whose list of parts stands at its end: it has to be held whole. */
const maxBytes = 32 * 1_048_576

/** An XLSX file (ECMA-376) whose sheets are known and whose rows are read one sheet at a time. */
export interface Workbook {
  readonly sheets: readonly string[]
  /** The rows of the sheet of that name, or of the first one. Formulas are not computed: their last value counts. */
  readRows(sheet: string | null): Generator<TableRow>
}

export async function openWorkbook(file: ImportFile): Promise<Workbook> {
  const archive = openArchive(await readBytes(file), file.name)
  const book = readSheetList(archive, file.name)
  return {
    sheets: book.sheets.map(({ name }) => name),
    *readRows(sheet) {
      const entry = chooseSheet(book.sheets, sheet, file.name)
      const part = archive.read(entry.part)
      if (part === null) throw malformed({ file: file.name }, `the sheet ${shown(entry.name)} is missing`, remedy)
      const strings = readStrings(archive, file.name)
      const dates = { styles: readDateStyles(archive, file.name), from1904: book.from1904 }
      yield* readSheetRows(part, { strings, dates, file: file.name })
    },
  }
}

/** Whether the bytes begin as a ZIP archive does. */
export function isArchive(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04
}

const remedy = 'Save it again as XLSX, or as CSV.'

function chooseSheet(sheets: readonly SheetEntry[], wanted: string | null, file: string): SheetEntry {
  const found = wanted === null ? sheets[0] : sheets.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  const problem = wanted === null ? 'the workbook has no sheet' : `the workbook has no sheet ${shown(wanted)}`
  throw malformed({ file }, problem, 'Check the name of the sheet in the mapping.')
}

async function readBytes(file: ImportFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of file.bytes) {
    size += chunk.length
    if (size > maxBytes) {
      throw tooLarge(
        { file: file.name },
        'the workbook is larger than 32 MiB',
        'Save it as CSV, which is read in a stream.',
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

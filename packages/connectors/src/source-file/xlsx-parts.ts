import { posix } from 'node:path'
import { malformed } from './refusal.ts'
import type { Archive } from './xlsx-archive.ts'
import { readXml } from './xlsx-xml.ts'

/** One sheet of a workbook: its name for people and its part in the archive. */
export interface SheetEntry {
  readonly name: string
  readonly part: string
}

/** The sheets in the order of their tabs, and whether days are counted from 1904, as old spreadsheets for the Macintosh did. */
export function readSheetList(archive: Archive, file: string): { sheets: SheetEntry[]; from1904: boolean } {
  const book = archive.read('xl/workbook.xml')
  if (book === null) throw malformed({ file }, 'the archive is no workbook', 'Save it as XLSX, or as CSV.')
  const targets = readTargets(archive, file)
  const sheets: SheetEntry[] = []
  let from1904 = false
  readXml(book, file, {
    open: (element, attributes) => {
      if (element === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      const part = targets.get(attributes['r:id'] ?? '')
      if (element === 'sheet' && part !== undefined) sheets.push({ name: attributes['name'] ?? '', part })
    },
  })
  return { sheets, from1904 }
}

/** The worksheets among the parts that the workbook refers to, by the identifier of the reference. */
function readTargets(archive: Archive, file: string): Map<string, string> {
  const targets = new Map<string, string>()
  const references = archive.read('xl/_rels/workbook.xml.rels')
  if (references === null) return targets
  readXml(references, file, {
    open: (element, { Id: id, Target: target, Type: type }) => {
      if (element !== 'Relationship' || id === undefined || target === undefined) return
      // Chart sheets have no rows. A target begins at the root of the archive or beside the workbook.
      if (type?.endsWith('/worksheet') === true) targets.set(id, posix.resolve('/xl', target).slice(1))
    },
  })
  return targets
}

/** The texts that cells refer to by their number. */
export function readStrings(archive: Archive, file: string): string[] {
  const strings: string[] = []
  const part = archive.read('xl/sharedStrings.xml')
  if (part === null) return strings
  let inText = false
  let inPhonetic = false
  readXml(part, file, {
    open: (element) => {
      if (element === 'si') strings.push('')
      if (element === 't') inText = true
      if (element === 'rPh') inPhonetic = true
    },
    text: (text) => {
      // How a word is spoken stands beside the word and is no part of it.
      if (inText && !inPhonetic) strings.push(`${strings.pop() ?? ''}${text}`)
    },
    close: (element) => {
      if (element === 't') inText = false
      if (element === 'rPh') inPhonetic = false
    },
  })
  return strings
}

/** The cell styles, by their number, that show a number as a day (ECMA-376 part 1, 18.8.30). */
export function readDateStyles(archive: Archive, file: string): ReadonlySet<number> {
  const styles = new Set<number>()
  const part = archive.read('xl/styles.xml')
  if (part === null) return styles
  const ownFormats = new Map<string, string>()
  let inCellFormats = false
  let style = 0
  readXml(part, file, {
    open: (element, attributes) => {
      if (element === 'numFmt') ownFormats.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '')
      if (element === 'cellXfs') inCellFormats = true
      if (element !== 'xf' || !inCellFormats) return
      const format = attributes['numFmtId'] ?? ''
      if (isDateFormat(Number(format), ownFormats.get(format))) styles.add(style)
      style += 1
    },
    close: (element) => {
      if (element === 'cellXfs') inCellFormats = false
    },
  })
  return styles
}

function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 17) || id === 22
  // Without texts in quotes, escaped characters, colors and conditions, a day or a year is left only in a date.
  return /[dy]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))
}

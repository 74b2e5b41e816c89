import { EvidentiaError } from '@evidentia/core'
import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import type { SheetRow } from './read-sheet.ts'

const expandedLimit = 64 * 1024 * 1024
const wantedParts = /^xl\/(?:sharedStrings|worksheets\/sheet\d+)\.xml$/

/** The rows of the first sheet of a workbook (ECMA-376), cells as text. Formulas are not computed: their last value counts. */
export function readWorkbook(bytes: Uint8Array, name: string): SheetRow[] {
  const parts = unzip(bytes, name)
  const sheets = Object.keys(parts)
    .filter((part) => part.startsWith('xl/worksheets/'))
    .toSorted((a, b) => numberIn(a) - numberIn(b))
  const first = sheets[0] === undefined ? undefined : parts[sheets[0]]
  if (first === undefined) throw malformed(name, 'it has no sheet')
  const strings = parts['xl/sharedStrings.xml']
  return readRows(first, strings === undefined ? [] : readStrings(strings, name), name)
}

function unzip(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  let expanded = 0
  const wanted = ({ name: part, originalSize }: UnzipFileInfo): boolean => {
    if (!wantedParts.test(part)) return false
    expanded += originalSize
    if (expanded > expandedLimit) throw malformed(name, 'its sheets are larger than 64 MiB')
    return true
  }
  try {
    return unzipSync(bytes, { filter: wanted })
  } catch (cause) {
    throw cause instanceof EvidentiaError ? cause : malformed(name, 'the archive is damaged', cause)
  }
}

function readStrings(part: Uint8Array, name: string): string[] {
  const strings: string[] = []
  let inText = false
  let inPhonetic = false
  parse(part, name, {
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

function readRows(part: Uint8Array, strings: readonly string[], name: string): SheetRow[] {
  const rows: { line: number; cells: string[] }[] = []
  let cell = { column: 0, isIndex: false, text: '' }
  let isValue = false
  parse(part, name, {
    open: (element, attributes) => {
      if (element === 'row') rows.push({ line: Number(attributes['r'] ?? rows.length + 1), cells: [] })
      if (element === 'c') {
        const column = columnOf(attributes['r']) ?? rows.at(-1)?.cells.length ?? 0
        if (column > 16_384) throw malformed(name, 'a cell is beyond the last column a sheet can have')
        cell = { column, isIndex: attributes['t'] === 's', text: '' }
      }
      isValue = element === 'v' || element === 't'
    },
    text: (text) => {
      if (isValue) cell.text += text
    },
    close: (element) => {
      isValue = false
      if (element !== 'c') return
      const cells = rows.at(-1)?.cells ?? []
      // Cells left empty are left out of the file.
      cells.push(...Array.from({ length: cell.column - cells.length }, () => ''))
      cells.push(cell.isIndex ? (strings[Number(cell.text)] ?? '') : cell.text)
    },
  })
  return rows.filter(({ cells }) => cells.some((text) => text.trim() !== ''))
}

interface Handlers {
  readonly open: (element: string, attributes: Readonly<Record<string, string>>) => void
  readonly text: (text: string) => void
  readonly close: (element: string) => void
}

/** Resolves no external or declared entity. */
function parse(part: Uint8Array, name: string, { open, text, close }: Handlers): void {
  const parser = new SaxesParser()
  const localName = (full: string): string => full.slice(full.indexOf(':') + 1)
  parser.on('opentag', (tag) => open(localName(tag.name), tag.attributes))
  parser.on('text', text)
  parser.on('closetag', (tag) => close(localName(tag.name)))
  parser.on('error', (cause) => {
    throw malformed(name, 'its XML is damaged', cause)
  })
  parser.write(strFromU8(part)).close()
}

/** 0 for `A7`, 27 for `AB7`. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1]
  if (letters === undefined) return null
  return Array.from(letters, (letter) => letter.charCodeAt(0) - 64).reduce((sum, digit) => sum * 26 + digit, 0) - 1
}

function numberIn(part: string): number {
  return Number(/(\d+)/.exec(part)?.[1] ?? 0)
}

function malformed(name: string, problem: string, cause?: unknown): EvidentiaError {
  return new EvidentiaError('malformed-file', `${name}: ${problem}.`, {
    place: { file: name },
    remedy: 'Save it again as XLSX, or as CSV.',
    cause,
  })
}

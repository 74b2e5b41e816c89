import { addDays } from '@evidentia/core'
import { maxRows } from './table.ts'
import { malformed, tooLarge } from './refusal.ts'
import type { TableRow } from './table.ts'
import { tooManyRows } from './table.ts'
import { maxRowBytes } from './text.ts'
import { walkXml } from './xlsx-xml.ts'

interface SheetContext {
  readonly strings: readonly string[]
  readonly dates: { readonly styles: ReadonlySet<number>; readonly from1904: boolean }
  readonly file: string
}

/** A cell can name a long text by a short number: what all cells say together is bounded too. */
const maxCharacters = 128 * 1_048_576
const maxColumns = 16_384

/** The rows of one sheet that hold anything, their cells as text: days as `2026-10-31`, moments as `2026-10-31T18:00:00`. */
export function* readSheetRows(part: Uint8Array, context: SheetContext): Generator<TableRow> {
  const sheet = new SheetReader(context)
  let rows = 0
  for (const _ of walkXml(part, context.file, sheet.handlers)) {
    for (const row of sheet.takeRows()) {
      rows += 1
      if (rows > maxRows + 1) throw tooManyRows(context.file, row.line)
      yield row
    }
  }
}

class SheetReader {
  readonly #context: SheetContext
  #rows: TableRow[] = []
  #line = 0
  #cells: string[] = []
  #width = 0
  #characters = 0
  #cell = { column: 0, type: '', style: -1, text: '' }
  #inValue = false
  #inPhonetic = false

  constructor(context: SheetContext) {
    this.#context = context
  }

  /** The rows that ended since the last call. */
  takeRows(): TableRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  readonly handlers = {
    open: (element: string, attributes: Readonly<Record<string, string>>): void => {
      if (element === 'row') this.#openRow(attributes)
      if (element === 'c') this.#openCell(attributes)
      if (element === 'rPh') this.#inPhonetic = true
      this.#inValue = (element === 'v' || element === 't') && !this.#inPhonetic
    },
    text: (text: string): void => {
      if (this.#inValue) this.#cell.text += text
    },
    close: (element: string): void => {
      this.#inValue = false
      if (element === 'rPh') this.#inPhonetic = false
      if (element === 'c') this.#closeCell()
      if (element === 'row' && this.#cells.some((text) => text.trim() !== ''))
        this.#rows.push({ line: this.#line, cells: this.#cells })
    },
  }

  #openRow({ r }: Readonly<Record<string, string>>): void {
    const number = Number(r)
    this.#line = Number.isInteger(number) && number > this.#line ? number : this.#line + 1
    this.#cells = []
    this.#width = 0
  }

  #openCell({ r, s, t }: Readonly<Record<string, string>>): void {
    const column = columnOf(r) ?? this.#cells.length
    if (column >= maxColumns || column < this.#cells.length) {
      const place = { file: this.#context.file, line: this.#line }
      throw malformed(place, 'a cell stands where no cell can be', 'Save it again as XLSX, or as CSV.')
    }
    this.#cell = { column, type: t ?? 'n', style: Number(s ?? -1), text: '' }
  }

  #closeCell(): void {
    const { column } = this.#cell
    const text = this.#textOfCell()
    // Cells left empty are left out of the file.
    while (this.#cells.length < column) this.#cells.push('')
    this.#cells.push(text)
    this.#width += text.length
    this.#characters += text.length
    const place = { file: this.#context.file, line: this.#line }
    if (this.#width > maxRowBytes)
      throw tooLarge(place, `the row is longer than ${maxRowBytes} characters`, 'Shorten it.')
    if (this.#characters > maxCharacters)
      throw tooLarge(place, 'the sheet says more than 128 Mi characters', 'Split it.')
  }

  #textOfCell(): string {
    const { type, style, text } = this.#cell
    if (type === 's') return this.#context.strings[Number(text)] ?? ''
    if (type === 'b') return text === '1' ? 'true' : 'false'
    if (type !== 'n' || !this.#context.dates.styles.has(style)) return text
    return dateOfSerial(Number(text), this.#context.dates.from1904) ?? text
  }
}

/**
 * The day or moment that a spreadsheet counts as a number: days since the end of 1899, with a 29 February 1900 that never was, or
 * since 1904. Null for a number that is none.
 */
function dateOfSerial(serial: number, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null
  const seconds = Math.round(serial * 86_400)
  const days = Math.floor(seconds / 86_400)
  if (!from1904 && days === 60) return null
  const day = addDays(from1904 ? '1904-01-01' : days < 60 ? '1899-12-31' : '1899-12-30', days)
  const rest = seconds % 86_400
  if (rest === 0) return day
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${day}T${two(rest / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}`
}

/** 0 for `A7`, 27 for `AB7`. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1]
  if (letters === undefined) return null
  return Array.from(letters, (letter) => letter.charCodeAt(0) - 64).reduce((sum, digit) => sum * 26 + digit, 0) - 1
}

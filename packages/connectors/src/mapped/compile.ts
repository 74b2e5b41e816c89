import type { FieldMapping, MappableField, TableMapping } from '@evidentia/core'
import { listMappableFields } from '@evidentia/core'
import { malformed, shown } from '../source-file/refusal.ts'
import type { TableRow } from '../source-file/table.ts'
import { readValue } from './read-value.ts'

/** A mapping made ready for the columns of one file. */
export interface CompiledMapping {
  /** The columns that fill nothing. */
  readonly unread: readonly string[]
  /** The body of the record that a row is, without what the row does not say. */
  fill(row: TableRow): Record<string, unknown>
}

/** Finds the columns of the mapping in the header; one that is missing, or stands twice, refuses the file. */
export function compileMapping(mapping: TableMapping, header: TableRow, file: string): CompiledMapping {
  const names = header.cells.map((name) => name.trim())
  const known = new Map(listMappableFields(mapping.recordType).map((field) => [field.name, field]))
  const fields = Object.entries(mapping.fields).flatMap(([name, mapped]) => {
    const field = known.get(name)
    return field === undefined ? [] : [compileField(field, mapped, mapping, { names, file, line: header.line })]
  })
  const read = new Set(fields.flatMap((field) => field.places))
  return {
    unread: names.flatMap((name, at) => (read.has(at) ? [] : [name === '' ? `column ${at + 1}` : name.slice(0, 80)])),
    fill: (row) => Object.fromEntries(fields.map((field) => [field.name, field.read(row)])),
  }
}

interface CompiledField {
  readonly name: string
  readonly places: readonly number[]
  read(row: TableRow): unknown
}

interface Header {
  readonly names: readonly string[]
  readonly file: string
  readonly line: number
}

function compileField(
  field: MappableField,
  mapped: FieldMapping,
  mapping: TableMapping,
  header: Header,
): CompiledField {
  if ('constant' in mapped) return { name: field.name, places: [], read: () => mapped.constant }
  const places = mapped.columns.map((column) => findColumn(column, header))
  const words = new Map(
    Object.entries(mapped.words ?? {}).map(([word, meaning]) => [word.trim().toLowerCase(), meaning]),
  )
  const dates = { format: mapped.dates ?? null, timeZone: mapping.timeZone }
  return {
    name: field.name,
    places,
    read: (row) => {
      const texts = places.map((at) => (row.cells[at] ?? '').trim()).filter((text) => text !== '')
      const text = texts.join(mapped.joinedBy)
      const meaning = words.get(text.toLowerCase())
      if (meaning !== undefined) return meaning
      const place = { file: header.file, line: row.line, field: mapped.columns.join(', ') }
      if (words.size > 0 && text !== '') {
        const listed = Object.keys(mapped.words ?? {})
          .slice(0, 8)
          .map(shown)
          .join(', ')
        throw malformed(
          place,
          `the mapping gives no meaning to ${shown(text)}, only to ${listed}`,
          'Add it to the mapping.',
        )
      }
      const value = readValue(text, field, dates, mapped.separator ?? null)
      if ('problem' in value) throw malformed(place, value.problem, 'Correct this value at its source, or the mapping.')
      return value.value
    },
  }
}

function findColumn(column: string, { names, file, line }: Header): number {
  const at = names.indexOf(column.trim())
  const place = { file, line, field: column }
  if (at === -1)
    throw malformed(
      place,
      `the header has no column ${shown(column)}`,
      'Export it again with this column, or change the mapping.',
    )
  if (names.includes(column.trim(), at + 1))
    throw malformed(place, 'the column stands twice in the header', 'Rename one of the two.')
  return at
}

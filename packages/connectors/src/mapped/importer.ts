import type { ImportedItem, Importer, ImportFile, TableMapping } from '@evidentia/core'
import { recordSchema } from '@evidentia/core'
import { wrongWidth } from '../source-file/csv-rows.ts'
import { malformed, shown } from '../source-file/refusal.ts'
import type { TableRow } from '../source-file/table.ts'
import { compileMapping } from './compile.ts'
import type { CompiledMapping } from './compile.ts'
import { readTable } from './read-table.ts'

/** A mapping with the name that the records made by it bear. */
export interface NamedMapping {
  /** `mapped-` and a name; the id of the importer. */
  readonly id: string
  /** Raised whenever the mapping is saved anew. */
  readonly version: number
  readonly title: string
  readonly mapping: TableMapping
}

/**
 * An importer of CSV and XLSX tables by a mapping that a person made. It recognizes nothing: which table it is for, only that
 * person knows. The first row that cannot be read refuses the file, so that nothing is half imported.
 */
export function createMappedImporter({ id, version, title, mapping }: NamedMapping): Importer {
  return {
    id,
    version,
    title,
    recordTypes: [mapping.recordType],
    recognizes: () => false,
    async *read(file): AsyncGenerator<ImportedItem> {
      const lines = new Map<string, number>()
      let compiled: CompiledMapping | null = null
      let width = 0
      for await (const row of readTable(file, mapping)) {
        if (row.part === 'above') {
          yield {
            skipped: { part: 'section', line: row.line, reason: 'this line stands above the header and is not read' },
          }
          continue
        }
        if (row.part === 'header') {
          compiled = compileMapping(mapping, row, file.name)
          width = row.cells.length
          yield* compiled.unread.map((field) => ({
            skipped: { part: 'column', line: row.line, field, reason: 'this column is not mapped' } as const,
          }))
          continue
        }
        if (compiled === null) continue
        if (row.part === 'csv' && row.cells.length !== width)
          throw wrongWidth(file.name, row.line, row.cells.length, width)
        const { record, key } = recordOf(mapping, compiled, row, file)
        const earlier = lines.get(key)
        if (earlier !== undefined) {
          const place = { file: file.name, line: row.line, field: mapping.key.join(', ') }
          throw malformed(place, `${shown(key)} already stands on line ${earlier}`, 'Keep one row for each.')
        }
        lines.set(key, row.line)
        yield { record }
      }
      if (compiled === null)
        throw malformed({ file: file.name }, `there is no header on row ${mapping.headerRow}`, 'Check the mapping.')
    },
  }
}

/** The record that a row is by a mapping, and its key. A row that cannot be read refuses the file. */
export function recordOf(
  mapping: TableMapping,
  compiled: CompiledMapping,
  row: TableRow,
  file: Pick<ImportFile, 'name'>,
) {
  const place = { file: file.name, line: row.line }
  const body = compiled.fill(row)
  const key = mapping.key.map((field) => keyPart(body[field])).join('|')
  if (key.replaceAll('|', '') === '')
    throw malformed({ ...place, field: mapping.key.join(', ') }, 'the row has no key', 'Give every row its key.')
  // An account without access keys says so by an empty list; a table cannot hold one.
  const whole = mapping.recordType === 'account' ? { keys: [], ...body } : body
  const parsed = recordSchema.safeParse({ type: mapping.recordType, key, line: row.line, body: whole })
  if (parsed.success) return { record: parsed.data, key }
  const [issue] = parsed.error.issues
  const field = issue?.path.slice(1).join('.') ?? ''
  throw malformed(
    { ...place, field },
    issue?.message ?? 'the row cannot be read',
    'Correct this value, or the mapping.',
  )
}

function keyPart(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

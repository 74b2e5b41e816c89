import type { ImportedItem, TableMapping } from '@evidentia/core'
import { tableMappingSchema } from '@evidentia/core'
import { z } from 'zod'
import type { CollectionFile, CollectionReading } from '../collection/collection-importer.ts'
import type { PartOfJson, PartReader } from '../source-file/json-importer.ts'
import { malformed } from '../source-file/refusal.ts'
import { compileMapping } from './compile.ts'
import { recordOf } from './importer.ts'

/** Rows as a collector leaves them: text by column, empty where there is none. */
export interface Rows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const settingsSchema = z.looseObject({ mapping: tableMappingSchema })

/**
 * Makes records of rows by the mapping that stands in the settings of the collection: it is kept with the rows, so that they can be
 * read again. Two rows with one key refuse the artifact.
 */
export function readRows(
  read: PartReader,
  file: CollectionFile,
  rowsOf: (part: PartOfJson, mapping: TableMapping) => Rows,
): CollectionReading {
  const { mapping } = read.parse(settingsSchema, file.settings, { line: 1, place: 'collection.settings' })
  const lines = new Map<string, number>()
  return {
    *take(part): Generator<ImportedItem> {
      const { line } = part
      const { columns, rows } = rowsOf(part, mapping)
      if (rows.length === 0) return
      const compiled = compileMapping(mapping, { line, cells: columns }, file.name)
      for (const field of lines.size === 0 ? compiled.unread : [])
        yield { skipped: { part: 'column', line, field, reason: 'this column is not mapped' } }
      for (const cells of rows) {
        const { record, key } = recordOf(mapping, compiled, { line, cells }, file)
        const earlier = lines.get(key)
        if (earlier !== undefined) {
          const place = { file: file.name, line, field: mapping.key.join(', ') }
          throw malformed(place, `"${key.slice(0, 40)}" was answered twice`, 'Ask for one row for each.')
        }
        lines.set(key, line)
        yield { record }
      }
    },
  }
}

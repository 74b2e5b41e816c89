import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { tableMappingSchema } from '../mapping/mapping.ts'

/** A mapping of an organization, kept so that the next table with the same columns is read by it. */
export const savedMappingSchema = z
  .strictObject({
    id: slugSchema,
    name: z.string().min(1).max(120),
    /** The columns of the table that it was made for. A table that has exactly these, in any order, is recognized. */
    columns: z.array(z.string().max(200)).min(1).max(500),
    mapping: tableMappingSchema,
    /** Whom to ask when the table changes. */
    owner: slugSchema,
  })
  .superRefine(({ columns, mapping: { fields } }, context) => {
    const known = new Set(columns.map((column) => column.trim()))
    for (const [field, mapped] of Object.entries(fields)) {
      const missing = 'columns' in mapped ? mapped.columns.find((column) => !known.has(column.trim())) : undefined
      if (missing === undefined) continue
      const message = `the table has no column "${missing}"`
      context.addIssue({ code: 'custom', path: ['mapping', 'fields', field, 'columns'], message })
    }
  })
export type SavedMapping = z.output<typeof savedMappingSchema>

/** The importer that a saved mapping is: records and evidence name it. */
export function importerIdOf({ id }: Pick<SavedMapping, 'id'>): string {
  return `mapped-${id}`
}

/** Whether two mappings would recognize the same tables, so that neither could be chosen. */
export function claimsSameTables(one: SavedMapping, other: SavedMapping): boolean {
  return tablesOf(one) === tablesOf(other)
}

function tablesOf({ columns, mapping: { delimiter, sheet, headerRow } }: SavedMapping): string {
  return JSON.stringify([columnsKey(columns), delimiter, sheet, headerRow])
}

/** The same for two headers with the same columns, in whatever order. */
export function columnsKey(columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => column.trim()).toSorted())
}

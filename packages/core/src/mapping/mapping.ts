import { z } from 'zod'
import { anyText } from '../records/field.ts'
import { recordTypeSchema } from '../records/record.ts'
import { timeZoneSchema } from '../time/date.ts'
import { dateFormatSchema } from '../time/date-format.ts'
import { findMappingFaults } from './mapping-faults.ts'

const columnName = anyText.min(1).max(200)
const statedValue = z.union([anyText.max(2000), z.boolean(), z.number(), z.array(anyText.max(200)).max(100), z.null()])

/** A field that is filled from the file. */
const fromColumns = z.strictObject({
  /** The columns by their names in the header. Several are joined, such as a first and a last name; empty ones are left out. */
  columns: z.array(columnName).min(1).max(8),
  joinedBy: z.string().max(8).default(' '),
  /** What the words of the source mean, compared without case; `''` stands for an empty cell. A word that is not listed refuses the file. */
  words: z.record(anyText.max(200), statedValue).optional(),
  /** How the column writes its days or instants; absent: ISO 8601 only. */
  dates: dateFormatSchema.optional(),
  /** What stands between the items of a list in one cell. */
  separator: z.string().min(1).max(3).optional(),
})

/** A field that is the same in every record, because a person says so. */
const constant = z.strictObject({ constant: statedValue })

export const fieldMappingSchema = z.union([fromColumns, constant])
export type FieldMapping = z.output<typeof fieldMappingSchema>

/**
 * How the columns of a table become the fields of records: made by a person, saved, and chosen for a file by a person.
 * Nothing is guessed: a field that is not mapped stays unsaid, a column that is not mapped is listed as not read.
 */
export const tableMappingSchema = z
  .strictObject({
    recordType: recordTypeSchema,
    /** The fields whose values, joined by `|`, name a record within its type; two rows with one key refuse the file. */
    key: z.array(z.string()).min(1).max(5),
    fields: z.record(z.string(), fieldMappingSchema),
    /** What separates the columns of a CSV file; an XLSX file has no need of it. */
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    /** The sheet of an XLSX file by its name; null: the first. */
    sheet: anyText.max(100).nullable().default(null),
    /** The row that holds the names of the columns, counted from 1; what stands above is listed as not read. */
    headerRow: z.int().min(1).max(50).default(1),
    /** The zone of times that state no offset; null: such times refuse the file. */
    timeZone: timeZoneSchema.nullable().default(null),
  })
  .superRefine((mapping, context) => {
    for (const { path, problem } of findMappingFaults(mapping)) {
      context.addIssue({ code: 'custom', path: [...path], message: problem })
    }
  })
export type TableMapping = z.output<typeof tableMappingSchema>

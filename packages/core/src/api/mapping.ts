import { z } from 'zod'
import { tableMappingSchema } from '../mapping/mapping.ts'
import { fieldKindSchema } from '../populations/record-fields.ts'
import { recordSchema, recordTypeSchema } from '../records/record.ts'
import { contract } from './contract.ts'

const layoutSchema = tableMappingSchema.shape
const placedSchema = z.strictObject({ line: z.int().nullable(), field: z.string().nullable(), problem: z.string() })

/** The first rows of a table, and what a mapping makes of all of it. */
const mappingPreviewSchema = z.strictObject({
  /** Of a workbook; null for CSV. */
  sheets: z.array(z.string()).nullable(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** What stands in each column, where that is few words: those to which a mapping gives meanings. */
  words: z.array(z.array(z.string())),
  /** Why the table or its first wrong row cannot be read; null where all of it can, or no mapping was asked about. */
  refusal: z.strictObject({ sentence: z.string(), remedy: z.string().nullable(), line: z.int().nullable() }).nullable(),
  /** What is wrong with the mapping whatever the table holds, each with its place in it. */
  faults: z.array(z.strictObject({ field: z.string(), problem: z.string() })),
  /** The first records. */
  records: z.array(recordSchema),
  total: z.int().min(0),
  /** What is not read, the first of it. */
  skipped: z.array(placedSchema),
})

const mappableSchema = z.strictObject({
  type: recordTypeSchema,
  /** The fields that usually name a record. */
  key: z.array(z.string()),
  fields: z.array(
    z.strictObject({
      name: z.string(),
      kind: fieldKindSchema,
      choices: z.array(z.string()),
      says: z.string(),
      required: z.boolean(),
    }),
  ),
})

export const mappingContracts = {
  readMappable: contract({
    id: 'readMappable',
    method: 'GET',
    path: '/mappings/record-types',
    summary: 'The record types that a table can be mapped to, with the fields that its columns can fill.',
    access: 'program:read',
    output: z.strictObject({ types: z.array(mappableSchema) }),
    status: 200,
  }),
  previewMapping: contract({
    id: 'previewMapping',
    method: 'POST',
    path: '/mappings/preview',
    summary: 'Show the first rows of a table, and the records that a mapping would make of it. Nothing is kept.',
    access: 'program:write',
    upload: true,
    body: z.strictObject({
      delimiter: layoutSchema.delimiter,
      sheet: layoutSchema.sheet,
      headerRow: layoutSchema.headerRow,
      /** As it stands, whole or not; null to see the table only. */
      mapping: z.record(z.string(), z.unknown()).nullable().default(null),
    }),
    output: mappingPreviewSchema,
    status: 200,
  }),
} as const

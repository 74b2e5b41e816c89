import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { sha256Schema } from '../identifier.ts'
import { dateRangeSchema, dateSchema, instantSchema, timeZoneSchema } from '../time/date.ts'
import { shortlistSchema } from './shortlist.ts'

const count = z.int().min(0)

/** A record of a population, without its content: which line of which export it is. */
const placeSchema = z.strictObject({ key: z.string(), evidence: evidenceIdSchema, line: z.int().nullable() })

const drawnExportSchema = z.strictObject({
  evidence: evidenceIdSchema,
  name: z.string(),
  source: z.string(),
  subjects: z.array(z.string()),
  effective: dateRangeSchema,
  collectedAt: instantSchema,
  recordedAt: instantSchema,
  /** SHA-256 of the export as it came, and of the records read out of it, with what read them. */
  artifact: sha256Schema,
  derived: sha256Schema,
  importer: z.string(),
  records: count,
  skipped: count,
  gone: z.enum(['disposed', 'unreadable']).nullable(),
})
export type CardExport = z.infer<typeof drawnExportSchema>

const coverageGapSchema = z.strictObject({ subject: z.string().nullable(), from: dateSchema, to: dateSchema })
const sequenceGapSchema = z.strictObject({
  within: z.string().nullable(),
  prefix: z.string(),
  from: count,
  to: count,
})

const sideSchema = z.strictObject({
  /** Different values that are compared. */
  values: count,
  /** Items in which the compared field is empty. */
  withoutValue: count,
})

/** What became of holding the population against something else. `unknown`: there was nothing to hold it against. */
export const reconciliationResultSchema = z.discriminatedUnion('with', [
  z.strictObject({
    with: z.literal('records'),
    result: z.enum(['agrees', 'differs', 'unknown']),
    exports: count,
    here: sideSchema,
    there: sideSchema,
    inBoth: count,
    onlyHere: shortlistSchema(z.string()),
    onlyThere: shortlistSchema(z.string()),
  }),
  z.strictObject({
    with: z.literal('count'),
    result: z.enum(['agrees', 'differs']),
    stated: count,
    found: count,
  }),
])
export type ReconciliationResult = z.infer<typeof reconciliationResultSchema>

/** An NDJSON file of a population, by its hash. */
export const populationFileSchema = z.strictObject({ sha256: sha256Schema, size: count, lines: count })
export type PopulationFile = z.infer<typeof populationFileSchema>

/**
 * The completeness and accuracy card: what an auditor asks before a population is accepted. Everything on it follows from the
 * definition and the sealed exports; who ran it and when stands in the log entry around it.
 */
export const populationCardSchema = z.strictObject({
  timeZone: timeZoneSchema,
  systemsOfRecord: shortlistSchema(z.strictObject({ source: z.string(), exports: count, records: count })),
  /** The different queries that the exports are said to be the answer to, word for word. */
  queries: shortlistSchema(z.string()),
  exports: shortlistSchema(drawnExportSchema),
  /** Exports of which no record could be read any more. */
  gone: count,
  /** Adds up: every record that was looked at is one of the five. */
  counts: z.strictObject({
    examined: count,
    items: count,
    /** Older records of the same thing; the newest export counts. */
    repeated: count,
    unmatched: count,
    outside: count,
    undated: count,
  }),
  coverage: z.strictObject({ openDays: count, gaps: shortlistSchema(coverageGapSchema) }),
  /** Rows, columns and parts of the exports that the importers did not read. */
  skipped: shortlistSchema(
    z.strictObject({ evidence: evidenceIdSchema, line: z.int().nullable(), reason: z.string() }),
  ),
  repeated: shortlistSchema(placeSchema.extend({ counts: evidenceIdSchema })),
  undated: shortlistSchema(placeSchema),
  /** Null: the keys are not said to be numbered. `gaps` null: they are said to be, and are not. */
  sequence: z.strictObject({ missing: count, gaps: shortlistSchema(sequenceGapSchema).nullable() }).nullable(),
  reconciliation: reconciliationResultSchema.nullable(),
  rows: populationFileSchema,
  appendix: populationFileSchema,
})
export type PopulationCard = z.infer<typeof populationCardSchema>

/** One line of a population's rows: which record of which export it is. `ordinal` counts the derived records from 0. */
export const populationRowSchema = z.strictObject({
  evidence: evidenceIdSchema,
  key: z.string(),
  line: z.int().nullable(),
  ordinal: count,
  within: z.string().nullable(),
})
export type PopulationRow = z.infer<typeof populationRowSchema>

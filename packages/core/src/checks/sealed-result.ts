import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { evidenceRequirementIdSchema, sha256Schema, slugSchema } from '../identifier.ts'
import { checkDefinitionSchema } from '../program/check-definition.ts'
import { recordTypeSchema } from '../records/record.ts'
import { dateRangeSchema, dateSchema, timeZoneSchema } from '../time/date.ts'
import type { ItemVerdict } from './check.ts'
import { verdicts } from './check.ts'
import { parameterValuesSchema } from './parameters.ts'

export const resultIdSchema = z.string().regex(/^re_[0-9a-f]{20}$/, 'use the id of a check result, re_…')
export const verdictSchema = z.enum(verdicts)
const count = z.int().min(0)

/** Records a check was given: of which evidence, in which part, as the bytes the log names. */
export const givenRecordsSchema = z.strictObject({
  role: z.enum(['population', 'newest', 'history']),
  type: recordTypeSchema,
  evidence: evidenceIdSchema,
  /** SHA-256 of the derived artifact; null where it gave none of this type, or they were gone. */
  records: sha256Schema.nullable(),
})
export type GivenRecords = z.infer<typeof givenRecordsSchema>

export const itemVerdictSchema = z.strictObject({
  key: z.string(),
  verdict: verdictSchema,
  reason: z.string(),
  /** The raw record it speaks of: of an evidence item, or an object of the program. */
  record: z.strictObject({
    type: z.string(),
    key: z.string(),
    evidence: z.string().optional(),
    line: z.int().optional(),
  }),
  /** The deciding value as text. */
  value: z.string().nullable(),
})

/** How whole a population was, as the check heard it. */
const populationSchema = z.strictObject({
  type: recordTypeSchema,
  evidence: evidenceIdSchema,
  count,
  skipped: count,
  statedEmpty: z.boolean(),
  previous: z.strictObject({ evidence: evidenceIdSchema, count }).nullable(),
  acceptance: z.strictObject({ by: z.string(), note: z.string().nullable() }).nullable(),
})

export const verdictCountsSchema = z.strictObject({
  'not-met': count,
  unknown: count,
  met: count,
  'not-applicable': count,
})
export type VerdictCounts = z.infer<typeof verdictCountsSchema>

/**
 * One answer of a check, with everything it follows from: whoever has the log and the artifacts gets the same bytes again. The
 * records are named by their hashes; the programme is that of the log's first `programSize` entries, as of the day judged.
 */
export const sealedResultSchema = z.strictObject({
  /** `re_` and the first 20 hexadecimal digits of SHA-256 over the rest. */
  id: resultIdSchema,
  /** The row of the matrix. */
  row: z.string().min(1),
  requirement: evidenceRequirementIdSchema,
  system: slugSchema.nullable(),
  vendor: slugSchema.nullable(),
  check: slugSchema,
  version: z.int().min(1),
  /** What the organization wrote, where the check is its own. */
  definition: checkDefinitionSchema.nullable(),
  asserts: z.string(),
  parameters: parameterValuesSchema,
  /** The day judged. */
  asOf: dateSchema,
  timeZone: timeZoneSchema,
  /** The evidence judged; null for a check over the programme. */
  evidence: evidenceIdSchema.nullable(),
  /** The interval in which the programme was judged; null for a check over evidence. */
  interval: dateRangeSchema.nullable(),
  programSize: count,
  populations: z.array(populationSchema),
  /** How whole the records joined were. */
  joined: z.array(populationSchema),
  verdict: verdictSchema,
  summary: z.string(),
  counts: verdictCountsSchema,
  /** SHA-256 over what was asked: check, parameters, day, records. The same question over records has the same answer. */
  question: sha256Schema,
  /** SHA-256 over the items, one canonical JSON line for each. */
  itemsSha256: sha256Schema,
  /** The records given and the items: here when they are few, else as an artifact of such lines. */
  content: z.union([
    z.strictObject({ given: z.array(givenRecordsSchema), items: z.array(itemVerdictSchema) }),
    z.strictObject({ sha256: sha256Schema, size: count }),
  ]),
})
export type SealedResult = z.infer<typeof sealedResultSchema>

/** A line of a result's artifact. */
export const resultLineSchema = z.union([
  z.strictObject({ given: givenRecordsSchema }),
  z.strictObject({ item: itemVerdictSchema }),
])

/** What needs a person comes first, so that the first page of a million is the one to read. */
const order = ['not-met', 'unknown', 'met', 'not-applicable'] as const

/** Items in the one order in which they are sealed, whatever order the records came in. */
export function sortItems(items: readonly ItemVerdict[]): ItemVerdict[] {
  return items.toSorted(
    (a, b) =>
      order.indexOf(a.verdict) - order.indexOf(b.verdict) ||
      compare(a.key, b.key) ||
      compare(a.record.evidence ?? '', b.record.evidence ?? '') ||
      (a.record.line ?? 0) - (b.record.line ?? 0) ||
      compare(JSON.stringify([a.record, a.reason, a.value]), JSON.stringify([b.record, b.reason, b.value])),
  )
}

export function countVerdicts(items: readonly Pick<ItemVerdict, 'verdict'>[]): VerdictCounts {
  const counts = { 'not-met': 0, unknown: 0, met: 0, 'not-applicable': 0 }
  for (const { verdict } of items) counts[verdict] += 1
  return counts
}

/** By UTF-16 code units, as canonical JSON sorts. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** A sealed result without what may be large. */
export const resultHeadSchema = sealedResultSchema.omit({ content: true })
export type ResultHead = z.infer<typeof resultHeadSchema>

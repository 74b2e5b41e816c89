import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { recordTypeSchema } from '../records/record.ts'
import { dateRangeSchema } from '../time/date.ts'
import { findQueryFault, querySchema } from './query.ts'
import { findRecordField } from './record-fields.ts'

/** Which records of which exports are meant. Nothing is left to the reader: the same facts give the same records. */
export const recordSelectionSchema = z.strictObject({
  type: recordTypeSchema,
  /** Only exports that speak of one of these systems; absent: of the whole organization. */
  systems: z.array(slugSchema).min(1).max(100).optional(),
  /** Only exports from one of these systems of record; absent: from any. */
  sources: z.array(z.string().min(1).max(200)).min(1).max(50).optional(),
  /**
   * The date fields that place a record in the period, best first; the first that is filled does. None: a state, which holds
   * on the days its export speaks of.
   */
  placedBy: z.array(z.string().min(1).max(80)).max(4),
  /** What one export holds: what happened on its days, or all there is on its last day. */
  exports: z.enum(['activity', 'listing']),
  /** Where one key is one thing: in the whole organization, or within what its export speaks of (a user name, in one system). */
  uniqueWithin: z.enum(['organization', 'subject']),
  query: querySchema,
})
export type RecordSelection = z.infer<typeof recordSelectionSchema>

/** What of a record is compared with a second source: its key, or one of its fields. */
const matchedBySchema = z.strictObject({ here: z.string().min(1).max(80), there: z.string().min(1).max(80) })

/** The word for the key of a record where otherwise a field is named; no field may be called so. */
export const keyAsField = '#key'

/** What the population is held against: records from elsewhere, or a count that somebody read off the system of record. */
export const reconciliationSchema = z.discriminatedUnion('with', [
  z.strictObject({
    with: z.literal('records'),
    records: recordSelectionSchema,
    matchedBy: matchedBySchema,
    /** Whether `A@x` and `a@X` are the same. */
    ignoreCase: z.boolean(),
  }),
  z.strictObject({
    with: z.literal('count'),
    count: z.int().min(0),
    /** Where the count was read, by whom and when. */
    statedBy: z.string().trim().min(1).max(400),
  }),
])
export type ReconciliationPlan = z.infer<typeof reconciliationSchema>

/** A definition travels in a log entry, beside the card. */
const definitionBytes = 12_000

/** What a population is a complete set of. */
export const populationDefinitionSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(160),
    period: dateRangeSchema,
    records: recordSelectionSchema,
    /** Whether the system of record numbers the keys without gaps, as in CHG-1042; then missing numbers are listed. */
    numbered: z.boolean(),
    reconciliation: reconciliationSchema.optional(),
  })
  .refine((d) => JSON.stringify(d).length <= definitionBytes, 'the definition is too long; use fewer values')
export type PopulationDefinition = z.infer<typeof populationDefinitionSchema>

/** What keeps a definition from being used: the path of the field and a sentence, or null. */
export function findDefinitionFault(definition: PopulationDefinition): { field: string; sentence: string } | null {
  const { records, reconciliation } = definition
  const fault = findSelectionFault(records, 'records')
  if (fault !== null || reconciliation?.with !== 'records') return fault
  return (
    findSelectionFault(reconciliation.records, 'reconciliation.records') ??
    findMatchFault(records.type, reconciliation.matchedBy.here, 'reconciliation.matchedBy.here') ??
    findMatchFault(reconciliation.records.type, reconciliation.matchedBy.there, 'reconciliation.matchedBy.there')
  )
}

/** The same for the records alone, which can be counted before a definition is whole. */
export function findSelectionFault(
  { type, placedBy, query }: RecordSelection,
  path: string,
): { field: string; sentence: string } | null {
  for (const [at, name] of placedBy.entries()) {
    const kind = findRecordField(type, name)?.kind
    if (kind !== 'date' && kind !== 'instant')
      return { field: `${path}.placedBy.${at}`, sentence: `Records of type ${type} have no date called "${name}".` }
  }
  const fault = findQueryFault(type, query)
  return fault === null ? null : { field: `${path}.${fault.field}`, sentence: fault.sentence }
}

const comparable: ReadonlySet<string> = new Set(['text', 'choice', 'number', 'date', 'instant'])

function findMatchFault(
  type: RecordSelection['type'],
  name: string,
  field: string,
): { field: string; sentence: string } | null {
  if (name === keyAsField || comparable.has(findRecordField(type, name)?.kind ?? '')) return null
  return { field, sentence: `Records of type ${type} have no single value called "${name}" to compare.` }
}

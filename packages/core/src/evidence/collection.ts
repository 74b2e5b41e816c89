import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { instantSchema } from '../time/date.ts'
import { evidenceIdSchema } from './evidence.ts'

export const collectionOutcomes = ['complete', 'partial', 'failed', 'canceled'] as const
/**
 * How one reading ended. `partial`: some of what was asked for could not be read. `failed`: it ended before its end. Neither is an
 * absence: the evidence says what could not be read, and a check on it says `unknown`.
 */
export type CollectionOutcome = (typeof collectionOutcomes)[number]

const datasetOutcomeSchema = z.strictObject({
  dataset: slugSchema,
  outcome: z.enum(collectionOutcomes),
  replies: z.int().min(0),
  /** How many reads failed. */
  unread: z.int().min(0),
  /** Of the records its importer made. */
  records: z.int().min(0),
  evidence: evidenceIdSchema.nullable(),
  /** Why, and what to do; null where there is nothing to do. */
  problem: z.strictObject({ sentence: z.string().max(1000), remedy: z.string().max(300) }).nullable(),
})

/** What happens to connections, as the log has it. */
export const collectionFactSchemas = {
  /** Somebody set secrets; which ones, never what they are. */
  'connection-secrets-set': z.strictObject({ connection: slugSchema, names: z.array(z.string().max(80)).max(20) }),
  /** A webhook has a new secret; never what it is. */
  'webhook-secret-made': z.strictObject({ webhook: slugSchema }),
  /** A SCIM directory has a new token; never what it is. */
  'scim-token-made': z.strictObject({ directory: slugSchema }),
  /** Somebody asked for a collection now, or asked for one to be stopped. */
  'collection-asked': z.strictObject({ connection: slugSchema, run: z.uuid() }),
  'collection-stopped': z.strictObject({ connection: slugSchema, run: z.uuid() }),
  'collection-ended': z.strictObject({
    run: z.uuid(),
    connection: slugSchema,
    connector: slugSchema,
    version: z.int().min(1),
    trigger: z.enum(['schedule', 'person']),
    startedAt: instantSchema,
    endedAt: instantSchema,
    datasets: z.array(datasetOutcomeSchema).max(40),
  }),
} as const
export type CollectionEnded = z.infer<(typeof collectionFactSchemas)['collection-ended']>
export type DatasetOutcome = z.infer<typeof datasetOutcomeSchema>

/** The outcome of a run as a whole: the worst of its datasets. */
export function outcomeOf(datasets: readonly Pick<DatasetOutcome, 'outcome'>[]): CollectionOutcome {
  const worst = (['canceled', 'failed', 'partial'] as const).find((one) =>
    datasets.some(({ outcome }) => outcome === one),
  )
  return worst ?? 'complete'
}

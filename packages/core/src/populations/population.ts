import { z } from 'zod'
import { instantSchema } from '../time/date.ts'
import { populationCardSchema, type PopulationCard } from './card.ts'
import { populationDefinitionSchema, type PopulationDefinition } from './definition.ts'

export const populationIdSchema = z.string().regex(/^po_[0-9a-f]{20}$/, 'use the id of a population, po_…')

const sentence = z.string().trim().min(1).max(2000)

/** A population, frozen: what it was asked to be, what it was drawn from, and its rows by their hash. Never changed. */
export const frozenPopulationSchema = z.strictObject({
  /** `po_` and the first 20 hexadecimal digits of SHA-256 over what `populationIdentity` gives. */
  id: populationIdSchema,
  definition: populationDefinitionSchema,
  /** How many entries the log had when it was drawn: what came later had no part in it. */
  entries: z.int().min(1),
  startedAt: instantSchema,
  /** The population whose place this one takes. */
  supersedes: populationIdSchema.nullable(),
  card: populationCardSchema,
})
export type FrozenPopulation = z.infer<typeof frozenPopulationSchema>

/** What happens to populations, as the log has it. */
export const populationFactSchemas = {
  'population-requested': z.strictObject({
    freeze: z.uuid(),
    definition: populationDefinitionSchema,
    supersedes: populationIdSchema.nullable(),
  }),
  'population-frozen': frozenPopulationSchema,
  /** How a freeze ended without a new population. `unchanged`: it gave one that was there already. */
  'population-not-frozen': z.strictObject({
    freeze: z.uuid(),
    outcome: z.enum(['unchanged', 'failed', 'canceled']),
    population: populationIdSchema.nullable(),
    reason: z.string().max(1000).nullable(),
  }),
  /** A named person says that it is complete and accurate; or, of one without rows, that there was nothing. */
  'population-attested': z.strictObject({
    population: populationIdSchema,
    says: z.enum(['complete', 'empty']),
    sentence,
  }),
  /** From here on auditors see it. */
  'population-shared': z.strictObject({ population: populationIdSchema }),
  /** Somebody received its items, or one of its files. */
  'population-read': z.strictObject({
    population: populationIdSchema,
    what: z.enum(['items', 'rows', 'appendix']),
    outcome: z.enum(['served', 'refused']),
  }),
} as const

/** The value whose SHA-256 names a population: drawn twice from the same exports it is the same population. */
export function populationIdentity(
  definition: PopulationDefinition,
  { timeZone, rows, appendix }: Pick<PopulationCard, 'timeZone' | 'rows' | 'appendix'>,
  supersedes: string | null,
): object {
  return { population: 1, definition, timeZone, rows: rows.sha256, appendix: appendix.sha256, supersedes }
}

export const populationStandingSchema = z.enum(['unknown', 'not-attested', 'attested'])
/** `unknown`: it has no rows, and nobody attested that there was nothing; so it shows nothing. */
export type PopulationStanding = z.infer<typeof populationStandingSchema>

/** Where a population stands. Nobody types it. */
export function judgePopulation(
  { counts }: Pick<PopulationCard, 'counts'>,
  attestations: readonly { readonly says: 'complete' | 'empty' }[],
): PopulationStanding {
  const needed = counts.items === 0 ? 'empty' : 'complete'
  if (attestations.some(({ says }) => says === needed)) return 'attested'
  return needed === 'empty' ? 'unknown' : 'not-attested'
}

import { z } from 'zod'
import { provesSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'

export const collectionSchedules = ['hourly', 'daily', 'weekly', 'paused'] as const
/** How often a connection is collected. `paused`: only when a person asks. */
export type CollectionSchedule = (typeof collectionSchedules)[number]

/** Seconds between two collections; null where nobody waits for one. */
export function secondsBetweenCollections(schedule: CollectionSchedule): number | null {
  return { hourly: 3600, daily: 24 * 3600, weekly: 7 * 24 * 3600, paused: null }[schedule]
}

/** A system of record that is read over the network, and what its answers prove. Its secrets are kept apart and never here. */
export const connectionSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  /** The connector that reads it. */
  connector: slugSchema,
  /** By the connector's own schema. */
  settings: z.record(z.string(), z.unknown()),
  schedule: z.enum(collectionSchedules),
  /** Who is told when it fails. */
  owner: slugSchema,
  /** Which datasets are read, and what each proves. */
  feeds: z
    .array(z.strictObject({ dataset: slugSchema, proves: z.array(provesSchema).min(1).max(50) }))
    .min(1)
    .max(40)
    .refine((feeds) => new Set(feeds.map(({ dataset }) => dataset)).size === feeds.length, 'name each dataset once'),
})
export type Connection = z.infer<typeof connectionSchema>

import { z } from 'zod'
import { sha256Schema, slugSchema } from '../identifier.ts'
import { dateRangeSchema } from '../time/date.ts'

/**
 * Whose files a package carries: evidence effective within `period` and proving a control of one of `frameworks`; each left out
 * means all. The log is always whole, because its proofs are; the files that are left out are named as withheld.
 */
export const packageSelectionSchema = z.strictObject({
  period: dateRangeSchema.optional(),
  frameworks: z.array(slugSchema).min(1).max(20).optional(),
})
export type PackageSelection = z.infer<typeof packageSelectionSchema>

/** What a made package is: entries of the log, files carried and withheld, and the bytes of the whole. */
export const packageContentSchema = z.strictObject({
  entries: z.int().min(1),
  artifacts: z.int().min(0),
  withheld: z.int().min(0),
  size: z.int().min(1),
  sha256: sha256Schema,
})
export type PackedContent = z.infer<typeof packageContentSchema>

/** What happens to packages, as the log has it. */
export const packageFactSchemas = {
  'package-requested': z.strictObject({ package: z.uuid(), selection: packageSelectionSchema }),
  'package-made': z.strictObject({ package: z.uuid(), content: packageContentSchema }),
  'package-failed': z.strictObject({ package: z.uuid(), reason: z.string().min(1).max(1000) }),
  /** Canceled before it was made, removed by somebody, or removed by the server when its days were over. */
  'package-removed': z.strictObject({ package: z.uuid(), change: z.enum(['canceled', 'removed', 'expired']) }),
  'package-read': z.strictObject({
    package: z.uuid(),
    sha256: sha256Schema,
    outcome: z.enum(['served', 'refused']),
  }),
} as const

import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateSchema } from '../time/date.ts'

/**
 * One version of a policy's text. Without an approval it is a draft: it is kept, shown and compared, and is not in force.
 * `text` is Markdown with every variable filled in. An approved policy is due for review `reviewMonths` after its approval.
 */
export const policySchema = z
  .strictObject({
    id: slugSchema,
    title: z.string().min(1).max(160),
    owner: slugSchema,
    author: slugSchema,
    /** The library template it began as, and the values its variables were given. */
    template: z
      .strictObject({
        id: slugSchema,
        version: z.int().min(1),
        values: z.record(slugSchema, z.union([z.string(), z.number()])),
      })
      .optional(),
    controls: z.array(slugSchema),
    reviewMonths: z.int().min(1).max(24),
    text: z.string().min(1).max(40_000),
    approval: z.strictObject({ by: slugSchema, on: dateSchema }).optional(),
  })
  .refine((p) => p.approval?.by !== p.author, {
    path: ['approval', 'by'],
    message: 'the author of a policy cannot approve it',
  })
export type Policy = z.infer<typeof policySchema>

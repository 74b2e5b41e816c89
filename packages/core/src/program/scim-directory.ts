import { z } from 'zod'
import { provesSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'

/** A directory of an identity provider that pushes its users and groups by SCIM 2.0, and what that proves. Its token is kept apart. */
export const scimDirectorySchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  /** The system of record that pushes. */
  source: z.string().min(1).max(120),
  proves: z.array(provesSchema).min(1).max(50),
  owner: slugSchema,
})
export type ScimDirectory = z.infer<typeof scimDirectorySchema>

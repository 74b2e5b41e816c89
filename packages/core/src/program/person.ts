import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateSchema } from '../time/date.ts'

/** A human who owns, reviews or operates something in the programme. */
export const personSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  email: z.email(),
  title: z.string().max(120).optional(),
  /** Identifier in the HR system, by which records are joined. */
  employeeId: z.string().max(64).optional(),
  started: dateSchema.optional(),
  left: dateSchema.optional(),
})
export type Person = z.infer<typeof personSchema>

import { z } from 'zod'
import { slugSchema } from '../identifier.ts'

/**
 * A statement of a framework whose wording is licensed to this organization (a HITRUST requirement statement, R-CTL-8). It is
 * the organization's own content: never shipped, never part of the catalog, seen only by its members.
 */
export const licensedStatementSchema = z.strictObject({
  id: slugSchema,
  framework: z.string().min(1),
  /** The identifier in our catalog it belongs to. */
  requirement: z.string().min(1),
  /** The publisher's own identifier of the statement. */
  statement: z.string().min(1).max(120),
  text: z.string().min(1).max(16_000),
  source: z.string().min(1).max(300),
})
export type LicensedStatement = z.infer<typeof licensedStatementSchema>

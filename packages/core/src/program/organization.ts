import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateRangeSchema, timeZoneSchema } from '../time/date.ts'

/** Which person answers for the controls of a role, and who stands in. */
const assignmentSchema = z.strictObject({ owner: slugSchema, backup: slugSchema })

const termSchema = z.int().min(1).max(365)
const findingTermsSchema = z.strictObject({ high: termSchema, medium: termSchema, low: termSchema })
export type FindingTerms = z.infer<typeof findingTermsSchema>

/** The tenant. Its time zone decides on which day an instant falls; its observation period is what the auditor will look at. */
export const organizationSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  description: z.string().max(2000).optional(),
  timeZone: timeZoneSchema,
  observationPeriod: dateRangeSchema,
  frameworks: z.array(z.string().min(1)).min(1),
  roles: z.record(slugSchema, assignmentSchema),
  /** Days the organization gives itself to close a finding, by severity. Without it a finding that needs a term has no due day. */
  findingTerms: findingTermsSchema.optional(),
})
export type Organization = z.infer<typeof organizationSchema>

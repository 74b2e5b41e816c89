import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateSchema } from '../time/date.ts'
import { jurisdictionSchema } from './incident-fact.ts'

/** A State's notice deadline as data: one file of the catalog, which the operator may edit. */
export const stateClockSchema = z.strictObject({
  id: slugSchema,
  jurisdiction: jurisdictionSchema,
  to: z.enum(['individuals', 'regulator']),
  recipient: z.string().min(1).max(120),
  citation: z.string().min(1).max(120),
  /** In our own words. */
  rule: z.string().min(10).max(500),
  starts: z.enum(['discovery', 'determination']),
  days: z.int().min(0).max(365),
  /** Residents of the jurisdiction from which it applies. */
  residents: z.int().min(1),
  effective: dateSchema,
  source: z.url(),
  checked: dateSchema,
})
export type StateClock = z.infer<typeof stateClockSchema>

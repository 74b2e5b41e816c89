import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateSchema } from '../time/date.ts'

/**
 * What an organization decided about one addressable specification, in writing (45 CFR 164.306(d)(3)): it is implemented; an
 * equivalent alternative is in place; or it is not reasonable and appropriate here, and why. Addressable never means optional.
 */
export const decisionSchema = z
  .strictObject({
    id: slugSchema,
    framework: z.string().min(1),
    requirement: z.string().min(1),
    choice: z.enum(['implemented', 'alternative', 'not-reasonable']),
    rationale: z.string().min(40).max(4000),
    /** The equivalent measure; with `not-reasonable` it may be absent, and then the rationale says why none is needed. */
    measure: z.string().min(10).max(4000).optional(),
    decidedBy: slugSchema,
    approvedBy: slugSchema,
    decided: dateSchema,
    /** The day by which somebody looks at it again. */
    review: dateSchema,
  })
  .refine((d) => d.approvedBy !== d.decidedBy, {
    path: ['approvedBy'],
    message: 'the person who decides cannot approve the decision',
  })
  .refine((d) => d.choice !== 'alternative' || d.measure !== undefined, {
    path: ['measure'],
    message: 'an alternative needs the measure that takes the place of the specification',
  })
  .refine((d) => d.decided < d.review, { path: ['review'], message: 'the review is not after the decision' })
export type Decision = z.infer<typeof decisionSchema>

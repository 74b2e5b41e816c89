import { z } from 'zod'
import { evidenceRequirementIdSchema, slugSchema } from '../identifier.ts'
import { cadenceSchema } from '../time/cadence.ts'
import { dateSchema } from '../time/date.ts'

/** One library control as this organization operates it. `id` is the library control's id. A control without one is not adopted. */
export const tailoringSchema = z.strictObject({
  id: slugSchema,
  adopted: dateSchema,
  retired: dateSchema.optional(),
  owner: slugSchema.optional(),
  backupOwner: slugSchema.optional(),
  reason: z.string().max(2000).optional(),
  /** Per evidence requirement: the organization's own cadence, system of record, or why it does not apply. */
  evidence: z
    .record(
      slugSchema,
      z.strictObject({
        cadence: cadenceSchema.optional(),
        graceDays: z.int().min(0).max(90).optional(),
        systemOfRecord: z.string().optional(),
        notApplicable: z.string().min(10).optional(),
      }),
    )
    .optional(),
})
export type Tailoring = z.infer<typeof tailoringSchema>

/** An approved, expiring deviation (R-EVD-4). The approver is never the requester. */
export const exceptionSchema = z
  .strictObject({
    id: slugSchema,
    requirement: evidenceRequirementIdSchema,
    system: slugSchema.optional(),
    vendor: slugSchema.optional(),
    reason: z.string().min(10),
    compensatingControl: z.string().min(10),
    requestedBy: slugSchema,
    approvedBy: slugSchema,
    approved: dateSchema,
    expires: dateSchema,
  })
  .refine((e) => e.approvedBy !== e.requestedBy, 'the person who asks for an exception cannot approve it')
  .refine((e) => e.approved <= e.expires, 'the exception expires before it is approved')
export type Exception = z.infer<typeof exceptionSchema>

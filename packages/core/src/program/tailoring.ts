import { z } from 'zod'
import { implementationSchema, scopeSchema } from '../catalog/control.ts'
import { parameterValuesSchema } from '../checks/parameters.ts'
import { evidenceRequirementIdSchema, slugSchema } from '../identifier.ts'
import { cadenceSchema } from '../time/cadence.ts'
import { dateSchema } from '../time/date.ts'

/** How this organization runs one check on one evidence requirement. */
const checkTailoringSchema = z.strictObject({
  parameters: parameterValuesSchema.optional(),
  reason: z.string().min(10).max(2000),
})

/**
 * One library control as this organization operates it. `id` is the library control's id. A control without one is not
 * adopted. What is left out is as the library has it; every departure has a reason.
 */
export const tailoringSchema = z
  .strictObject({
    id: slugSchema,
    /** The library version that is operated. A newer one in the catalog changes nothing until this number does. */
    version: z.int().min(1),
    adopted: dateSchema,
    retired: dateSchema.optional(),
    owner: slugSchema.optional(),
    backupOwner: slugSchema.optional(),
    reason: z.string().min(10).max(2000).optional(),
    /** The organization's own rule of what the control applies to, in place of the library's. */
    scope: scopeSchema.optional(),
    policyClause: z.string().min(1).max(4000).optional(),
    implementation: implementationSchema.optional(),
    /** Per evidence requirement: the organization's own cadence, system of record, or why it does not apply. */
    evidence: z
      .record(
        slugSchema,
        z.strictObject({
          cadence: cadenceSchema.optional(),
          graceDays: z.int().min(0).max(90).optional(),
          systemOfRecord: z.string().optional(),
          notApplicable: z.string().min(10).optional(),
          /** Other values for the parameters of a check, or a check that the library does not ask for; each with its reason. */
          checks: z.record(slugSchema, checkTailoringSchema).optional(),
        }),
      )
      .optional(),
  })
  .refine((t) => t.reason !== undefined || (t.scope ?? t.policyClause ?? t.implementation ?? t.retired) === undefined, {
    path: ['reason'],
    message: 'say why the control is retired or departs from the library in scope, policy or implementation',
  })
  .refine((t) => t.retired === undefined || t.adopted <= t.retired, {
    path: ['retired'],
    message: 'the control is retired before it is adopted',
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

import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateRangeSchema, dateSchema, validitySchema } from '../time/date.ts'

/** What a third party can reach or holds (R-VND-1). */
export const vendorTouchSchema = z.enum(['phi', 'logs', 'backups', 'production'])

/** A party that a vendor relies on, as its own report names it (SOC 2: carved out of the report, or included in it). */
export const subserviceOrganizationSchema = z
  .strictObject({
    /** Where it is a vendor of ours too. */
    vendor: slugSchema.optional(),
    name: z.string().min(1).max(120).optional(),
    service: z.string().max(500).optional(),
    method: z.enum(['carve-out', 'inclusive']).optional(),
  })
  .refine(
    (one) => (one.vendor === undefined) !== (one.name === undefined),
    'name either a vendor or a party by its name',
  )

/** Those at a vendor who may enter production, by role and not by name (R-ACC-6). */
export const supportRoleSchema = z.strictObject({
  id: slugSchema,
  title: z.string().min(1).max(120),
  /** When they may enter. */
  conditions: z.string().max(1000).optional(),
  /** The jump host or console they come in by. Left out, nobody has said. */
  through: slugSchema.optional(),
  /** Systems they enter without it. */
  reaches: z.array(slugSchema).max(200).optional(),
})

/** A report an independent assessor wrote about a vendor. */
export const assuranceSchema = z.strictObject({
  type: z.enum(['soc1-type2', 'soc2-type1', 'soc2-type2', 'hitrust', 'iso27001', 'penetration-test', 'bridge-letter']),
  period: dateRangeSchema,
  issued: dateSchema,
  opinion: z.enum(['unqualified', 'qualified', 'adverse', 'disclaimer', 'not-applicable']),
  exceptions: z.array(z.string()).optional(),
  /** Left out, nobody has said whom the report names; empty, it names nobody. */
  subserviceOrganizations: z.array(subserviceOrganizationSchema).max(200).optional(),
})

/** A third party. */
export const vendorSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  service: z.string().min(1).max(500),
  touches: z.array(vendorTouchSchema),
  tier: z.enum(['critical', 'high', 'medium', 'low']),
  owner: slugSchema.optional(),
  backupOwner: slugSchema.optional(),
  assurance: z.array(assuranceSchema).optional(),
  supportRoles: z.array(supportRoleSchema).max(200).optional(),
  engaged: validitySchema.optional(),
})
export type Vendor = z.infer<typeof vendorSchema>

/** A contract with a vendor or with a customer. `signed` absent means drafted and not in force. */
export const agreementSchema = z.strictObject({
  id: slugSchema,
  type: z.enum(['baa', 'msa', 'sla', 'dpa']),
  party: z
    .strictObject({ vendor: slugSchema.optional(), customer: z.string().optional() })
    .refine((p) => (p.vendor === undefined) !== (p.customer === undefined), 'name either a vendor or a customer'),
  signed: dateSchema.optional(),
  /** The days for which the parties agreed. */
  term: validitySchema.optional(),
  /** Notice the counterparty owes, or is owed, after discovering a breach. */
  breachNotice: z.strictObject({ value: z.number().positive(), unit: z.enum(['hours', 'days']) }).optional(),
  note: z.string().max(2000).optional(),
})
export type Agreement = z.infer<typeof agreementSchema>

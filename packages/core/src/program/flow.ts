import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { validitySchema } from '../time/date.ts'

const endpoint = z
  .strictObject({ system: slugSchema.optional(), vendor: slugSchema.optional() })
  .refine((end) => (end.system === undefined) !== (end.vendor === undefined), 'name either a system or a vendor')

/** Data moving between systems or vendors (R-INV-3). */
export const flowSchema = z.strictObject({
  id: slugSchema,
  from: endpoint,
  to: endpoint,
  carries: z.enum(['phi', 'confidential', 'internal', 'logs']),
  protocol: z.enum(['hl7v2-mllp', 'fhir', 'x12', 'dicom', 'sftp', 'https', 'sql', 'smtp', 'other']),
  encrypted: z.boolean(),
  purpose: z.string().max(500).optional(),
  active: validitySchema.optional(),
})
export type Flow = z.infer<typeof flowSchema>

/** Any other typed edge between components (R-INV-3). */
export const dependencySchema = z.strictObject({
  id: slugSchema,
  from: endpoint,
  to: endpoint,
  type: z.enum([
    'hosted-by',
    'authenticates-through',
    'administered-through',
    'logs-to',
    'backs-up-to',
    'monitored-by',
  ]),
  active: validitySchema.optional(),
})
export type Dependency = z.infer<typeof dependencySchema>

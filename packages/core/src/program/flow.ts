import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { validitySchema } from '../time/date.ts'

/** One end of an edge: a system or a vendor. */
export const endpointSchema = z
  .strictObject({ system: slugSchema.optional(), vendor: slugSchema.optional() })
  .refine((end) => (end.system === undefined) !== (end.vendor === undefined), 'name either a system or a vendor')
export type Endpoint = z.infer<typeof endpointSchema>

/** An edge from something to itself says nothing, and is a slip of the hand. */
const toItself = { message: 'it begins and ends at the same place', path: ['to'] }
const joinsTwo = ({ from, to }: { from: Endpoint; to: Endpoint }): boolean =>
  from.system !== to.system || from.vendor !== to.vendor

/** Data moving between systems or vendors (R-INV-3). */
export const flowSchema = z
  .strictObject({
    id: slugSchema,
    from: endpointSchema,
    to: endpointSchema,
    carries: z.enum(['phi', 'confidential', 'internal', 'logs']),
    protocol: z.enum(['hl7v2-mllp', 'fhir', 'x12', 'dicom', 'sftp', 'https', 'sql', 'smtp', 'other']),
    encrypted: z.boolean(),
    purpose: z.string().max(500).optional(),
    /** Who cannot work without the flow. Left out, nobody has said. */
    neededBy: z.enum(['sender', 'receiver', 'both', 'neither']).optional(),
    /** Who answers for the connection itself. */
    owner: slugSchema.optional(),
    active: validitySchema.optional(),
  })
  .refine(joinsTwo, toItself)
export type Flow = z.infer<typeof flowSchema>

/** Any other typed edge between components (R-INV-3). */
export const dependencySchema = z
  .strictObject({
    id: slugSchema,
    from: endpointSchema,
    to: endpointSchema,
    type: z.enum([
      'hosted-by',
      'authenticates-through',
      'administered-through',
      'logs-to',
      'backs-up-to',
      'monitored-by',
      'connects-through',
    ]),
    /** Whether `from` cannot work without `to`. Left out, nobody has said. */
    required: z.boolean().optional(),
    /** Who answers for the dependency itself. */
    owner: slugSchema.optional(),
    active: validitySchema.optional(),
  })
  .refine(joinsTwo, toItself)
export type Dependency = z.infer<typeof dependencySchema>

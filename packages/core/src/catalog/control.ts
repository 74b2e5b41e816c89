import { z } from 'zod'
import { parameterValuesSchema } from '../checks/parameters.ts'
import { slugSchema } from '../identifier.ts'
import { cadenceSchema } from '../time/cadence.ts'
import { criticalitySchema, environmentSchema, sensitivitySchema, systemKindSchema } from '../program/system.ts'
import { vendorTouchSchema } from '../program/vendor.ts'
import { linkSchema, sourceSchema } from './framework.ts'

export const controlAreas = [
  'access',
  'logging',
  'change',
  'vulnerability',
  'backup',
  'vendor',
  'incident',
  'encryption',
  'endpoint',
  'network',
  'retention',
  'workforce',
  'risk',
  'physical',
  'governance',
  'availability',
  'privacy',
] as const

/**
 * What a control applies to, by rule and never by list (R-CTL-4): every facet named must match, any of its values suffices.
 * So a new production database is in scope the moment it is added.
 */
export const scopeSchema = z.discriminatedUnion('subject', [
  z.strictObject({ subject: z.literal('organization') }),
  z.strictObject({
    subject: z.literal('system'),
    kind: z.array(systemKindSchema).optional(),
    environment: z.array(environmentSchema).optional(),
    sensitivity: z.array(sensitivitySchema).optional(),
    criticality: z.array(criticalitySchema).optional(),
    internetFacing: z.boolean().optional(),
  }),
  z.strictObject({ subject: z.literal('vendor'), touches: z.array(vendorTouchSchema).optional() }),
])
export type Scope = z.infer<typeof scopeSchema>

const evidenceRequirementSchema = z.strictObject({
  id: slugSchema,
  title: z.string().min(1).max(160),
  /** What the artifact is, precisely enough that two people would hand in the same thing. */
  artifact: z.string().min(1).max(600),
  cadence: cadenceSchema,
  /** Days after an interval ends in which its evidence still counts as on time. */
  graceDays: z.int().min(0).max(90),
  systemOfRecord: z.string().min(1).max(120),
  collection: z.enum(['importer', 'connector', 'person']),
  /** Importer ids whose records this requirement reads. */
  importers: z.array(z.string()).optional(),
  checks: z.array(slugSchema).optional(),
  /** Values for the parameters of its checks, by check; the rest have their defaults. */
  parameters: z.record(slugSchema, parameterValuesSchema).optional(),
  /** One per subject in scope (default), or one for the whole organization. */
  per: z.enum(['subject', 'organization']).optional(),
  population: z.string().optional(),
})
export type EvidenceRequirement = z.infer<typeof evidenceRequirementSchema>

/** How a control is carried out, for any subject and, where it differs, per kind of system. */
export const implementationSchema = z
  .array(z.strictObject({ for: z.union([z.literal('any'), z.array(systemKindSchema)]), text: z.string().min(1) }))
  .min(1)

/** An integrated control with its three layers (R-CTL-1): policy, implementation, operating evidence. */
export const controlSchema = z.strictObject({
  id: slugSchema,
  /** Counts up with every change of substance; the text it replaces stays in the catalog, since somebody operates it. */
  version: z.int().min(1),
  title: z.string().min(1).max(120),
  area: z.enum(controlAreas),
  objective: z.string().min(1),
  ownerRole: slugSchema,
  backupRole: slugSchema,
  scope: scopeSchema,
  policy: z.strictObject({ clause: z.string().min(1) }),
  implementation: implementationSchema,
  evidence: z.array(evidenceRequirementSchema).min(1),
  auditorQuestions: z.array(z.strictObject({ question: z.string().min(1), answeredFrom: z.string().min(1) })).min(1),
  commonFailure: z.string().min(1),
  compensatingControls: z.array(z.string().min(1)),
  /**
   * Requirements of frameworks that existed before this control. A link stands once, in the file that came later:
   * a framework added later names the controls it finds, a control added later names the requirements it finds.
   */
  serves: z
    .array(linkSchema.extend({ framework: z.string().min(1), requirement: z.string().min(1) }))
    .min(1)
    .optional(),
  source: sourceSchema,
  licence: z.string().min(1),
})
export type Control = z.infer<typeof controlSchema>

import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { dateSchema, validitySchema } from '../time/date.ts'

/** Where a catalog fact comes from and when a person last compared it with that place. */
export const sourceSchema = z.strictObject({
  title: z.string().min(1),
  reference: z.string().optional(),
  checked: dateSchema,
  confidence: z.string().optional(),
})

/**
 * In what sense a control serves a requirement (the relationships of OSCAL's mapping model), read "the control is … the
 * requirement", why, how sure its author is, and who besides the author has read it. No reviewer means nobody has.
 */
export const linkSchema = z.strictObject({
  relationship: z.enum(['equal', 'subset', 'superset', 'intersects']),
  rationale: z.string().min(20),
  confidence: z.enum(['high', 'medium', 'low']),
  reviewer: z.strictObject({ name: z.string().min(1).max(120), on: dateSchema }).optional(),
})
export type Link = z.infer<typeof linkSchema>

const requirementSchema = z.strictObject({
  id: z.string().min(1).max(64),
  title: z.string().min(1).max(240),
  kind: z.enum([
    'criterion',
    'standard',
    'specification',
    'section',
    'reference',
    'objective',
    'category',
    'subcategory',
    'control',
    'proposal',
  ]),
  parent: z.string().optional(),
  group: z.string().optional(),
  designation: z.enum(['required', 'addressable']).optional(),
  note: z.string().optional(),
  confidence: z.string().optional(),
  controls: z.array(linkSchema.extend({ control: slugSchema })).optional(),
  /** Identifiers of the same family's earlier edition whose content this one took over. */
  movedFrom: z.array(z.string().min(1)).min(1).optional(),
  /** Why no library control serves it; required where `controls` is absent on a requirement that must be reached. */
  notReached: z.string().optional(),
})
export type Requirement = z.infer<typeof requirementSchema>

/** One edition of a framework. `proposed` content is never law and is off until an organization switches it on. */
export const frameworkSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9.-]+$/),
  /** What the editions of one framework have in common; an organization is judged by at most one edition of a family. */
  family: slugSchema,
  title: z.string().min(1),
  shortTitle: z.string().min(1).max(24),
  edition: z.string().min(1),
  status: z.enum(['in-force', 'proposed']),
  effective: validitySchema.optional(),
  source: sourceSchema,
  licence: z.string().min(1),
  counting: z.string().min(1),
  requirements: z.array(requirementSchema).min(1),
})
export type Framework = z.infer<typeof frameworkSchema>

import { z } from 'zod'
import { findingSchema, rowStatusSchema } from '../assessment/row.ts'
import { linkSchema } from '../catalog/framework.ts'
import { slugSchema } from '../identifier.ts'
import { decisionSchema } from '../program/decision.ts'
import { licensedStatementSchema } from '../program/licensed-statement.ts'
import { dateSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { asOfQuery, statusCountsSchema } from './matrix.ts'
import { pageOf, pageQuery } from './page.ts'

const requirementIdSchema = z.string().min(1).max(64)
const frameworkIdSchema = z.string().min(1).max(64)
const designationSchema = z.enum(['required', 'addressable']).nullable()

/** A requirement as a list shows it. */
const requirementLineSchema = z.strictObject({
  framework: frameworkIdSchema,
  id: requirementIdSchema,
  title: z.string(),
  designation: designationSchema,
})

/** How far a framework is covered; every count is of requirements. */
const coverageSchema = z.strictObject({
  framework: frameworkIdSchema,
  title: z.string(),
  requirements: z.int().min(0),
  reached: z.int().min(0),
  adopted: z.int().min(0),
  standing: z.int().min(0),
  gaps: z.int().min(0),
  notReached: z.int().min(0),
})

/** An addressable specification with what was decided about it. */
const decisionLineSchema = z.strictObject({
  framework: frameworkIdSchema,
  frameworkTitle: z.string(),
  requirement: requirementIdSchema,
  title: z.string(),
  /** `undecided` and `review-due` are findings. */
  state: z.enum(['undecided', 'decided', 'review-due']),
  decision: decisionSchema.nullable(),
  /** Adopted controls that serve the specification. */
  controls: z.array(slugSchema),
})

export const crosswalkContracts = {
  readRequirement: contract({
    id: 'readRequirement',
    method: 'GET',
    path: '/frameworks/{framework}/requirements/{requirement}',
    summary: 'One criterion, standard or specification: the controls, systems, evidence and gaps behind it.',
    access: 'matrix:read',
    params: z.strictObject({ framework: frameworkIdSchema, requirement: requirementIdSchema }),
    query: z.strictObject(asOfQuery),
    output: z.strictObject({
      asOf: dateSchema,
      requirement: requirementLineSchema.extend({
        frameworkTitle: z.string(),
        edition: z.string(),
        proposed: z.boolean(),
        kind: z.string(),
        group: z.string().nullable(),
        note: z.string().nullable(),
        confidence: z.string().nullable(),
        notReached: z.string().nullable(),
      }),
      parent: requirementLineSchema.nullable(),
      children: z.array(requirementLineSchema),
      controls: z.array(
        linkSchema.extend({
          id: slugSchema,
          title: z.string(),
          area: z.string(),
          adopted: z.boolean(),
          owner: slugSchema.nullable(),
          statuses: statusCountsSchema,
        }),
      ),
      /** Requirements of other frameworks that share a control; related, never equal. */
      related: z.array(requirementLineSchema),
      systems: z.array(z.strictObject({ id: slugSchema, name: z.string(), statuses: statusCountsSchema })),
      findings: z.array(findingSchema),
      evidenceTotal: z.int().min(0),
      decision: decisionSchema.nullable(),
      /** The organization's own licensed text, if it imported any. */
      statements: z.array(licensedStatementSchema),
      people: z.record(slugSchema, z.string()),
    }),
    status: 200,
  }),
  listCrosswalk: contract({
    id: 'listCrosswalk',
    method: 'GET',
    path: '/crosswalk',
    summary: 'Controls against frameworks: what each serves, and how far each framework is covered.',
    access: 'matrix:read',
    query: z.strictObject({
      ...asOfQuery,
      /** Framework ids, separated by commas; absent means those the organization is judged by. */
      frameworks: z.string().max(400).optional(),
      area: z.string().max(200).optional(),
      adopted: z.enum(['yes', 'no']).optional(),
      q: z.string().max(200).optional(),
      ...pageQuery,
    }),
    output: pageOf(
      z.strictObject({
        control: slugSchema,
        title: z.string(),
        area: z.string(),
        adopted: z.boolean(),
        /** The status that needs a person most; null where nothing is owed, which is not green. */
        worst: rowStatusSchema.nullable(),
        cells: z.array(z.strictObject({ framework: frameworkIdSchema, requirements: z.array(requirementIdSchema) })),
      }),
    ).extend({ asOf: dateSchema, coverage: z.array(coverageSchema) }),
    status: 200,
  }),
  previewEdition: contract({
    id: 'previewEdition',
    method: 'GET',
    path: '/frameworks/{framework}/preview',
    summary: 'What being judged by this edition would change, compared with another edition of the same framework.',
    access: 'program:read',
    params: z.strictObject({ framework: frameworkIdSchema }),
    query: z.strictObject({
      /** The edition to compare with; absent means the one of the same family the organization is judged by, or none. */
      before: frameworkIdSchema.optional(),
      asOf: dateSchema.optional(),
    }),
    output: z.strictObject({
      asOf: dateSchema,
      before: frameworkIdSchema.nullable(),
      after: frameworkIdSchema,
      added: z.array(requirementLineSchema),
      removed: z.array(requirementLineSchema),
      moved: z.array(z.strictObject({ from: z.array(requirementLineSchema), to: requirementLineSchema })),
      changed: z.array(
        z.strictObject({ before: requirementLineSchema, after: requirementLineSchema, fields: z.array(z.string()) }),
      ),
      unchanged: z.int().min(0),
      served: z.array(requirementIdSchema),
      open: z.array(z.strictObject({ requirement: requirementIdSchema, controls: z.array(slugSchema) })),
      notReached: z.array(z.strictObject({ requirement: requirementIdSchema, reason: z.string().nullable() })),
      idle: z.array(slugSchema),
      undecided: z.array(requirementIdSchema),
    }),
    status: 200,
  }),
  previewUpgrade: contract({
    id: 'previewUpgrade',
    method: 'GET',
    path: '/controls/{control}/upgrade',
    summary:
      'The three-way difference between the version operated, our departures from it and another library version.',
    access: 'program:read',
    params: z.strictObject({ control: slugSchema }),
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional(), asOf: dateSchema.optional() }),
    output: z.strictObject({
      control: slugSchema,
      operated: z.int().min(1),
      to: z.int().min(1),
      versions: z.array(z.int().min(1)),
      changes: z.array(
        z.strictObject({
          field: z.string(),
          base: z.string().nullable(),
          ours: z.string().nullable(),
          theirs: z.string().nullable(),
          kind: z.enum(['library', 'ours', 'same', 'conflict']),
        }),
      ),
    }),
    status: 200,
  }),
  listDecisions: contract({
    id: 'listDecisions',
    method: 'GET',
    path: '/decisions',
    summary: 'Every addressable specification of the frameworks in force, with what was decided about it.',
    access: 'program:read',
    query: z.strictObject({
      asOf: dateSchema.optional(),
      state: z.enum(['undecided', 'decided', 'review-due']).optional(),
      q: z.string().max(200).optional(),
      ...pageQuery,
    }),
    output: pageOf(decisionLineSchema).extend({ asOf: dateSchema, people: z.record(slugSchema, z.string()) }),
    status: 200,
  }),
} as const

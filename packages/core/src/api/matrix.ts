import { z } from 'zod'
import { findingSchema, lastEvidenceSchema, occurrenceSchema, rowSchema, rowStatusSchema } from '../assessment/row.ts'
import { controlSchema } from '../catalog/control.ts'
import { frameworkSchema } from '../catalog/framework.ts'
import { findingItemSchema } from '../findings/finding-record.ts'
import { slugSchema } from '../identifier.ts'
import { tailoringSchema } from '../program/tailoring.ts'
import { dateRangeSchema, dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

/** The two as-of instants and the period of a question; absent means today, all that is known, and the organization's own period. */
export const asOfQuery = {
  asOf: dateSchema.optional(),
  knownAt: instantSchema.optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
}
/** Which rows of the matrix are asked for: on the screen and in a file alike. */
export const matrixQuery = {
  ...asOfQuery,
  q: z.string().max(200).optional(),
  status: z.string().max(200).optional(),
  area: z.string().max(200).optional(),
  control: slugSchema.optional(),
  system: slugSchema.optional(),
  vendor: slugSchema.optional(),
  owner: slugSchema.optional(),
  framework: z.string().max(64).optional(),
}
export const statusCountsSchema = z.partialRecord(rowStatusSchema, z.int().min(0))
const linkedRequirementSchema = z.strictObject({
  framework: z.string(),
  frameworkTitle: z.string(),
  id: z.string(),
  title: z.string(),
  designation: z.enum(['required', 'addressable']).nullable(),
  relationship: z.string(),
  rationale: z.string(),
  proposed: z.boolean(),
})
const frameworkSummarySchema = frameworkSchema
  .omit({ requirements: true })
  .extend({ requirementTotal: z.int(), enabled: z.boolean() })
const controlSummarySchema = z.strictObject({
  id: slugSchema,
  title: z.string(),
  area: z.string(),
  adopted: z.boolean(),
  owner: slugSchema.nullable(),
  backupOwner: slugSchema.nullable(),
  statuses: statusCountsSchema,
  requirementTotal: z.int(),
})

export const matrixContracts = {
  readOverview: contract({
    id: 'readOverview',
    method: 'GET',
    path: '/overview',
    summary: 'What needs a person now, and by when.',
    access: 'matrix:read',
    query: z.strictObject(asOfQuery),
    output: z.strictObject({
      organization: z.strictObject({
        slug: slugSchema,
        name: z.string(),
        sample: z.boolean(),
        timeZone: z.string(),
        observationPeriod: dateRangeSchema.nullable(),
      }),
      asOf: dateSchema,
      summary: statusCountsSchema,
      /** Those that need somebody, the gravest and then the most pressing first: neither closed nor accepted, each under who answers for it. */
      findings: z.array(findingItemSchema),
      dueSoon: z.array(rowSchema),
      findingTotal: z.int(),
      dueSoonTotal: z.int(),
      evidenceTotal: z.int(),
      logSize: z.int(),
      lastRecordedAt: instantSchema.nullable(),
      people: z.record(slugSchema, z.string()),
    }),
    status: 200,
  }),
  listMatrix: contract({
    id: 'listMatrix',
    method: 'GET',
    path: '/matrix',
    summary: 'The evidence matrix as of a day.',
    access: 'matrix:read',
    query: z.strictObject({
      ...matrixQuery,
      sort: z
        .string()
        .regex(/^-?(control|area|subject|owner|cadence|due|status|lastEvidence)$/)
        .default('status'),
      ...pageQuery,
    }),
    output: pageOf(rowSchema).extend({
      asOf: dateSchema,
      summary: statusCountsSchema,
      people: z.record(slugSchema, z.string()),
    }),
    status: 200,
  }),
  listControls: contract({
    id: 'listControls',
    method: 'GET',
    path: '/controls',
    summary: 'The control library and where each control stands.',
    access: 'matrix:read',
    query: z.strictObject({
      ...asOfQuery,
      q: z.string().max(200).optional(),
      area: z.string().max(200).optional(),
      ...pageQuery,
    }),
    output: pageOf(controlSummarySchema),
    status: 200,
  }),
  readControl: contract({
    id: 'readControl',
    method: 'GET',
    path: '/controls/{control}',
    summary: 'One control: three layers, requirements served, occurrences, evidence.',
    access: 'matrix:read',
    params: z.strictObject({ control: slugSchema }),
    query: z.strictObject(asOfQuery),
    output: z.strictObject({
      asOf: dateSchema,
      control: controlSchema,
      tailoring: tailoringSchema.nullable(),
      owner: slugSchema.nullable(),
      backupOwner: slugSchema.nullable(),
      requirements: z.array(linkedRequirementSchema),
      rows: z.array(rowSchema.extend({ occurrences: z.array(occurrenceSchema) })),
      findings: z.array(findingSchema),
      evidence: z.array(lastEvidenceSchema),
      people: z.record(slugSchema, z.string()),
    }),
    status: 200,
  }),
  listFrameworks: contract({
    id: 'listFrameworks',
    method: 'GET',
    path: '/frameworks',
    summary: 'The frameworks in the catalog.',
    access: 'catalog:read',
    query: z.strictObject(pageQuery),
    output: pageOf(frameworkSummarySchema),
    status: 200,
  }),
  readFramework: contract({
    id: 'readFramework',
    method: 'GET',
    path: '/frameworks/{framework}',
    summary: 'One framework: each requirement with the controls that serve it and where they stand.',
    access: 'matrix:read',
    params: z.strictObject({ framework: z.string().max(64) }),
    query: z.strictObject(asOfQuery),
    output: z.strictObject({
      asOf: dateSchema,
      framework: frameworkSummarySchema,
      requirements: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          kind: z.string(),
          parent: z.string().nullable(),
          designation: z.enum(['required', 'addressable']).nullable(),
          note: z.string().nullable(),
          confidence: z.string().nullable(),
          notReached: z.string().nullable(),
          controls: z.array(
            z.strictObject({
              id: slugSchema,
              title: z.string(),
              relationship: z.string(),
              rationale: z.string(),
              adopted: z.boolean(),
            }),
          ),
          statuses: statusCountsSchema,
        }),
      ),
    }),
    status: 200,
  }),
} as const

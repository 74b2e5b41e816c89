import { z } from 'zod'
import { policyTemplateSchema } from '../catalog/policy-template.ts'
import { slugSchema } from '../identifier.ts'
import { policySchema } from '../program/policy.ts'
import { dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const policyParams = z.strictObject({ policy: slugSchema })

/** A version is named by the SHA-256 of its text, so that an acknowledgment says exactly what was read. */
const versionSchema = z.strictObject({
  effective: dateSchema,
  recordedAt: instantSchema,
  entry: z.int().min(0),
  sha256: z.string(),
  body: policySchema,
})

const policyLineSchema = z.strictObject({
  id: slugSchema,
  title: z.string(),
  owner: slugSchema,
  /** `draft`: nothing approved yet. `in-force`; `review-due`: in force, and past the day by which it should have been reviewed. */
  state: z.enum(['draft', 'in-force', 'review-due']),
  approved: dateSchema.nullable(),
  reviewBy: dateSchema.nullable(),
  /** Whether a newer version waits for approval. */
  draftWaiting: z.boolean(),
  acknowledged: z.int().min(0),
  /** People of the workforce on the day asked about, each of whom owes an acknowledgment of the version in force. */
  workforce: z.int().min(0),
})

export const policyContracts = {
  listPolicyTemplates: contract({
    id: 'listPolicyTemplates',
    method: 'GET',
    path: '/policy-templates',
    summary: 'Policies of the library to begin from.',
    access: 'catalog:read',
    query: z.strictObject({ q: z.string().max(200).optional(), ...pageQuery }),
    output: pageOf(policyTemplateSchema.omit({ text: true, source: true, licence: true })),
    status: 200,
  }),
  readPolicyTemplate: contract({
    id: 'readPolicyTemplate',
    method: 'GET',
    path: '/policy-templates/{template}',
    summary: 'One policy template with its text and its variables.',
    access: 'catalog:read',
    params: z.strictObject({ template: slugSchema }),
    output: policyTemplateSchema,
    status: 200,
  }),
  listPolicies: contract({
    id: 'listPolicies',
    method: 'GET',
    path: '/policies',
    summary: 'The organization’s policies: what is in force, what waits for approval or review, who has acknowledged.',
    access: 'program:read',
    query: z.strictObject({ asOf: dateSchema.optional(), q: z.string().max(200).optional(), ...pageQuery }),
    output: pageOf(policyLineSchema).extend({ asOf: dateSchema, people: z.record(slugSchema, z.string()) }),
    status: 200,
  }),
  readPolicy: contract({
    id: 'readPolicy',
    method: 'GET',
    path: '/policies/{policy}',
    summary: 'One policy: the version in force, the draft that waits, and every version.',
    access: 'program:read',
    params: policyParams,
    query: z.strictObject({ asOf: dateSchema.optional() }),
    output: policyLineSchema.extend({
      asOf: dateSchema,
      inForce: versionSchema.nullable(),
      draft: versionSchema.nullable(),
      versions: z.array(versionSchema),
      /** Whether the caller may approve the draft, or without one the version in force again: permitted to, and neither its author nor who recorded it. */
      mayApprove: z.boolean(),
      /** When the caller acknowledged the version in force. */
      acknowledgedAt: instantSchema.nullable(),
      people: z.record(slugSchema, z.string()),
    }),
    status: 200,
  }),
  draftPolicy: contract({
    id: 'draftPolicy',
    method: 'POST',
    path: '/policies/{policy}/drafts',
    summary:
      'Record a draft: from a template with every variable decided, or as text. It is not in force until somebody else approves it.',
    access: 'program:write',
    params: policyParams,
    body: z.strictObject({
      effective: dateSchema,
      title: z.string().min(1).max(160),
      owner: slugSchema,
      author: slugSchema,
      reviewMonths: z.int().min(1).max(24),
      controls: z.array(slugSchema),
      from: z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('template'),
          template: slugSchema,
          values: z.record(slugSchema, z.union([z.string().max(2000), z.number()])),
        }),
        z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(40_000) }),
      ]),
    }),
    output: versionSchema,
    status: 201,
  }),
  approvePolicy: contract({
    id: 'approvePolicy',
    method: 'POST',
    path: '/policies/{policy}/approvals',
    summary: 'Approve a draft, or the version in force again at its review. Never by its author.',
    access: 'policy:approve',
    params: policyParams,
    /** `sha256` is that of the text the approver read, so that nobody approves what changed meanwhile. */
    body: z.strictObject({ sha256: z.string().length(64), effective: dateSchema }),
    output: versionSchema,
    status: 201,
  }),
  acknowledgePolicy: contract({
    id: 'acknowledgePolicy',
    method: 'POST',
    path: '/policies/{policy}/acknowledgments',
    summary: 'Say that the caller has read this version of the policy.',
    access: 'policy:acknowledge',
    params: policyParams,
    body: z.strictObject({ sha256: z.string().length(64) }),
    output: z.strictObject({ policy: slugSchema, sha256: z.string(), person: slugSchema, at: instantSchema }),
    status: 201,
  }),
  listAcknowledgments: contract({
    id: 'listAcknowledgments',
    method: 'GET',
    path: '/policies/{policy}/acknowledgments',
    summary: 'Who of the workforce has acknowledged the version in force, and who has not.',
    access: 'program:read',
    params: policyParams,
    query: z.strictObject({
      asOf: dateSchema.optional(),
      state: z.enum(['acknowledged', 'outstanding']).optional(),
      ...pageQuery,
    }),
    output: pageOf(
      z.strictObject({ person: slugSchema, name: z.string(), at: instantSchema.nullable(), entry: z.int().nullable() }),
    ).extend({ asOf: dateSchema, sha256: z.string().nullable() }),
    status: 200,
  }),
  readPolicyPdf: contract({
    id: 'readPolicyPdf',
    method: 'GET',
    path: '/policies/{policy}/versions/{sha256}/pdf',
    summary: 'One version of a policy as PDF, with its approval.',
    access: 'program:read',
    params: policyParams.extend({ sha256: z.string().length(64) }),
    output: null,
    stream: 'application/pdf',
    status: 200,
  }),
} as const

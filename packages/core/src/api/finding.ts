import { z } from 'zod'
import { provesSchema } from '../evidence/evidence.ts'
import { findingActSchemas } from '../findings/finding-acts.ts'
import { findingIdSchema } from '../findings/finding-id.ts'
import { acceptanceRequestSchema, findingItemSchema, historyEventSchema } from '../findings/finding-record.ts'
import { deedSchema } from '../findings/may-act.ts'
import { findingStateSchema } from '../findings/words.ts'
import { slugSchema } from '../identifier.ts'
import { dateRangeSchema, dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const asOfQuery = { asOf: dateSchema.optional(), knownAt: instantSchema.optional() }
const list = z.string().max(200).optional()
const peopleSchema = z.record(slugSchema, z.string())

/** Where what somebody did is sealed; of something that was done before, where that is. */
const sealedDeedSchema = z.strictObject({ finding: findingIdSchema, entry: z.int().min(0), recordedAt: instantSchema })
/** One deed on several findings: all of them or none. */
const several = z
  .array(findingIdSchema)
  .min(1)
  .max(200)
  .refine((ids) => new Set(ids).size === ids.length, 'name each finding once')
const sealedDeeds = z.strictObject({ items: z.array(sealedDeedSchema) })

export const findingContracts = {
  listFindings: contract({
    id: 'listFindings',
    method: 'GET',
    path: '/findings',
    summary:
      'Findings as of a day. `state`, `severity` and `kind` are lists separated by commas; without a state, those that need somebody: neither closed nor accepted.',
    access: 'matrix:read',
    query: z.strictObject({
      ...asOfQuery,
      q: z.string().max(200).optional(),
      state: list,
      severity: list,
      kind: list,
      control: slugSchema.optional(),
      system: slugSchema.optional(),
      owner: slugSchema.optional(),
      sort: z
        .string()
        .regex(/^-?(due|severity|since)$/)
        .default('due'),
      ...pageQuery,
    }),
    output: pageOf(findingItemSchema).extend({
      asOf: dateSchema,
      /** How many there are in each state, whatever `state` was asked for. */
      states: z.partialRecord(findingStateSchema, z.int().min(0)),
      people: peopleSchema,
    }),
    status: 200,
  }),
  readFinding: contract({
    id: 'readFinding',
    method: 'GET',
    path: '/findings/{+finding}',
    summary: 'One finding as of a day: where it stands, what closes it, and everything that happened to it.',
    access: 'findings:read',
    params: z.strictObject({ finding: findingIdSchema }),
    query: z.strictObject(asOfQuery),
    output: z.strictObject({
      asOf: dateSchema,
      finding: findingItemSchema,
      /** The title of its control in the library; null where it is about none that the library has. */
      controlTitle: z.string().nullable(),
      /** What would close it, in a sentence. */
      closes: z.string(),
      /** The evidence that is asked for; null where no evidence closes it. */
      asks: z
        .strictObject({
          label: z.string(),
          systemOfRecord: z.string(),
          proves: provesSchema,
          interval: dateRangeSchema.nullable(),
        })
        .nullable(),
      /** What somebody asked to be allowed to live with, and nobody accepted yet. */
      request: acceptanceRequestSchema.nullable(),
      /** Oldest first. */
      history: z.array(historyEventSchema),
      /** What whoever asks may do about it now; nothing on another day than today. */
      deeds: z.array(deedSchema),
      people: peopleSchema,
    }),
    status: 200,
  }),
  raiseFinding: contract({
    id: 'raiseFinding',
    method: 'POST',
    path: '/findings',
    summary:
      'Raise what no check finds, as a reviewer or an auditor; with the id of a closed one, that it is there again.',
    access: 'findings:raise',
    body: findingActSchemas['finding-raised'].partial({ finding: true }),
    output: sealedDeedSchema,
    status: 201,
  }),
  assignFindings: contract({
    id: 'assignFindings',
    method: 'POST',
    path: '/findings/assignments',
    summary: 'Assign up to 200 findings to one person.',
    access: 'findings:assign',
    body: findingActSchemas['finding-assigned'].omit({ finding: true }).extend({ findings: several }),
    output: sealedDeeds,
    status: 200,
  }),
  startFindings: contract({
    id: 'startFindings',
    method: 'POST',
    path: '/findings/starts',
    summary: 'Say of up to 200 findings that somebody works on them.',
    access: 'findings:work',
    body: findingActSchemas['finding-started'].omit({ finding: true }).extend({ findings: several }),
    output: sealedDeeds,
    status: 200,
  }),
  readyFindings: contract({
    id: 'readyFindings',
    method: 'POST',
    path: '/findings/completions',
    summary: 'Say of up to 200 findings that the work is done and the proof to come. It closes none.',
    access: 'findings:work',
    body: findingActSchemas['finding-ready'].omit({ finding: true }).extend({ findings: several }),
    output: sealedDeeds,
    status: 200,
  }),
  commentFindings: contract({
    id: 'commentFindings',
    method: 'POST',
    path: '/findings/comments',
    summary: 'Comment on up to 200 findings.',
    access: 'findings:comment',
    body: findingActSchemas['finding-commented'].omit({ finding: true }).extend({ findings: several }),
    output: sealedDeeds,
    status: 200,
  }),
  verifyFinding: contract({
    id: 'verifyFinding',
    method: 'POST',
    path: '/findings/verifications',
    summary:
      'Attest, as a named person who neither answers for it nor worked on it, that a finding is gone, and on what evidence. Refused while what is computed still shows it.',
    access: 'findings:verify',
    body: findingActSchemas['finding-verified'],
    output: sealedDeedSchema,
    status: 200,
  }),
  requestRiskAcceptance: contract({
    id: 'requestRiskAcceptance',
    method: 'POST',
    path: '/findings/acceptance-requests',
    summary: 'Ask to accept the risk of a finding until a day, with what stands in its place.',
    access: 'findings:work',
    body: findingActSchemas['risk-acceptance-requested'],
    output: sealedDeedSchema,
    status: 201,
  }),
  acceptRisk: contract({
    id: 'acceptRisk',
    method: 'POST',
    path: '/findings/acceptances',
    summary: 'Accept a risk that somebody else asked about, as a named person who does not answer for the finding.',
    access: 'risk:accept',
    body: findingActSchemas['risk-accepted'].pick({ finding: true, request: true, note: true }),
    output: sealedDeedSchema,
    status: 200,
  }),
} as const

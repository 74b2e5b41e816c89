import { z } from 'zod'
import { actorSchema } from '../facts/fact.ts'
import { evidenceClaimSchema, evidenceIdSchema, evidenceSchema } from '../evidence/evidence.ts'
import { lifecycleSchema } from '../evidence/lifecycle.ts'
import { retentionClassSchema } from '../evidence/retention.ts'
import { evidenceRequirementIdSchema, slugSchema } from '../identifier.ts'
import { recordSchema, recordTypeSchema } from '../records/record.ts'
import { dateRangeSchema, dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

/** Evidence as it leaves the server: the sealed body, its place in the log, who brought it, and what became of it. */
export const evidenceItemSchema = evidenceSchema.extend({
  recordedAt: instantSchema,
  entry: z.int().min(0),
  actor: actorSchema,
  retention: retentionClassSchema,
  /** The last day on which it must be kept. */
  retainedUntil: dateSchema,
  /** The correction that took its place, if there is one. */
  supersededBy: evidenceIdSchema.nullable(),
  ...lifecycleSchema.shape,
})
const evidenceParams = z.strictObject({ evidence: evidenceIdSchema })

/** What the depositor keeps: enough to prove the evidence offline, without this server. */
export const receiptSchema = z.strictObject({
  entry: z.int().min(0),
  /** The exact bytes of the log entry, base64. */
  leaf: z.base64(),
  /** The `.tlog-proof` text: inclusion proof and signed checkpoint. */
  proof: z.string(),
  /** Public key of the log, as a signed-note verifier key. */
  verifierKey: z.string(),
})

/** Files that one request may bring. */
export const batchLimit = 100

export const evidenceContracts = {
  recordEvidence: contract({
    id: 'recordEvidence',
    method: 'POST',
    path: '/evidence',
    summary: 'Record a file as evidence; answers with its receipt, again with the first one for a duplicate.',
    access: 'evidence:write',
    upload: true,
    body: evidenceClaimSchema,
    output: z.strictObject({ evidence: evidenceItemSchema, receipt: receiptSchema, duplicate: z.boolean() }),
    status: 201,
  }),
  inspectFile: contract({
    id: 'inspectFile',
    method: 'POST',
    path: '/evidence/inspection',
    summary: 'What a file would give if it were recorded, and which evidence it may be. Nothing is kept.',
    access: 'evidence:write',
    upload: true,
    body: z.strictObject({}),
    output: z.strictObject({
      /** Which importer reads it; null: it would be kept as a file. */
      importer: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
      records: z.partialRecord(recordTypeSchema, z.int().min(0)),
      skipped: z.int().min(0),
      /** The days of the events it tells of; null where it tells of none. */
      period: dateRangeSchema.nullable(),
      /** Why it would be refused, and what to do. */
      refusal: z.strictObject({ sentence: z.string(), remedy: z.string().nullable() }).nullable(),
      fits: z.array(evidenceRequirementIdSchema),
    }),
    status: 200,
  }),
  recordEvidenceBatch: contract({
    id: 'recordEvidenceBatch',
    method: 'POST',
    path: '/evidence/batch',
    summary:
      'Record up to 100 files as evidence, all of them or none; answers with the receipt of each, in the order of the claims.',
    access: 'evidence:write',
    upload: 'batch',
    body: z.array(evidenceClaimSchema).min(1).max(batchLimit),
    /** The leaf of each receipt says all that was sealed, so nothing of it is said twice. */
    output: z.strictObject({
      items: z.array(z.strictObject({ evidence: evidenceIdSchema, receipt: receiptSchema, duplicate: z.boolean() })),
    }),
    status: 201,
  }),
  listEvidence: contract({
    id: 'listEvidence',
    method: 'GET',
    path: '/evidence',
    summary:
      'Recorded evidence, newest first. Every word of `q` must be found in name, source, note or query, or in the text of a file the reader may open.',
    access: 'evidence:read',
    query: z.strictObject({
      q: z.string().max(200).optional(),
      control: slugSchema.optional(),
      system: slugSchema.optional(),
      vendor: slugSchema.optional(),
      from: dateSchema.optional(),
      to: dateSchema.optional(),
      /** Only what holds records of this type. */
      records: recordTypeSchema.optional(),
      ...pageQuery,
    }),
    output: pageOf(evidenceItemSchema),
    status: 200,
  }),
  readEvidence: contract({
    id: 'readEvidence',
    method: 'GET',
    path: '/evidence/{evidence}',
    summary: 'One evidence item.',
    access: 'evidence:read',
    params: evidenceParams,
    output: evidenceItemSchema,
    status: 200,
  }),
  readReceipt: contract({
    id: 'readReceipt',
    method: 'GET',
    path: '/evidence/{evidence}/receipt',
    summary: 'The receipt of one evidence item, verifiable offline.',
    access: 'log:read',
    params: evidenceParams,
    output: receiptSchema,
    status: 200,
  }),
  listRecords: contract({
    id: 'listRecords',
    method: 'GET',
    path: '/evidence/{evidence}/records',
    summary: 'The typed records found in one evidence item.',
    access: 'artifact:read',
    params: evidenceParams,
    query: z.strictObject(pageQuery),
    output: pageOf(recordSchema),
    status: 200,
  }),
  readArtifact: contract({
    id: 'readArtifact',
    method: 'GET',
    path: '/evidence/{evidence}/artifact',
    summary: 'The artifact’s bytes, as an attachment.',
    access: 'artifact:read',
    params: evidenceParams,
    output: null,
    stream: 'application/octet-stream',
    status: 200,
  }),
} as const

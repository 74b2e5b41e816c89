import { z } from 'zod'
import { findingSchema, gapKindSchema } from '../assessment/row.ts'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { dateSchema, instantSchema } from '../time/date.ts'
import { closingProofSchema } from './episode.ts'
import { findingStateSchema } from './words.ts'

/** What is wrong: what is computed, or what somebody raised. */
export const findingKindSchema = z.enum([...gapKindSchema.options, 'raised'])
export type FindingKind = z.infer<typeof findingKindSchema>
export const findingKinds = findingKindSchema.options

/** What closed a finding: what came and proves it, or a named verifier's word on evidence. Nothing else closes one. */
export const closingSchema = z.discriminatedUnion('type', [
  ...closingProofSchema.options,
  z.strictObject({
    type: z.literal('attestation'),
    evidence: evidenceIdSchema,
    by: z.string(),
    on: dateSchema,
    entry: z.int().min(0),
    note: z.string(),
  }),
])
export type Closing = z.infer<typeof closingSchema>

/** Why an open gap needs nobody for now: somebody accepted the risk, or an exception of the programme covers it. */
export const acceptanceSchema = z.strictObject({
  sentence: z.string(),
  /** The last day of an acceptance; null for an exception, whose sentence says it. */
  expires: dateSchema.nullable(),
})

/** One finding as it stands on a day. */
export const findingItemSchema = findingSchema
  .extend({
    /** The id as people read and quote it. */
    reference: z.string(),
    kind: findingKindSchema,
    state: findingStateSchema,
    /** How often it was closed before, as a lapse that came back. */
    recurrences: z.int().min(0),
    /** The first day on which it showed; `since` can be earlier. */
    found: dateSchema,
    /** Whether the gap still shows: by what is computed, or for what was raised until it is verified. */
    shows: z.boolean(),
    /** The day it was closed, by what; null while it is not. */
    closed: dateSchema.nullable(),
    closing: closingSchema.nullable(),
    accepted: acceptanceSchema.nullable(),
    /** Why somebody else than its owner answers for it; null where its owner does. */
    ownerNote: z.string().nullable(),
  })
  .required({ state: true, recurrences: true })
export type FindingItem = z.infer<typeof findingItemSchema>

/** What happened to a finding: computed from what was recorded, or done by somebody and sealed in an entry of its own. */
export const historyEventSchema = z.strictObject({
  day: dateSchema,
  type: z.enum([
    'found',
    'found-again',
    'changed',
    'evidence',
    'evidence-rejected',
    'excepted',
    'exception-ended',
    'owner-gone',
    'acceptance-expired',
    'unproved',
    'closed',
    'raised',
    'assigned',
    'started',
    'ready',
    'verified',
    'commented',
    'acceptance-requested',
    'risk-accepted',
  ]),
  sentence: z.string(),
  /** What the person said; null where nobody did. */
  note: z.string().nullable(),
  /** Who, when and in which entry, for what is sealed; null for what is computed. */
  sealed: z.strictObject({ by: z.string(), at: instantSchema, entry: z.int().min(0) }).nullable(),
  /** The evidence it speaks of. */
  evidence: evidenceIdSchema.nullable(),
})
export type HistoryEvent = z.infer<typeof historyEventSchema>

/** What somebody asked to be allowed to live with, and nobody accepted yet. */
export const acceptanceRequestSchema = z.strictObject({
  entry: z.int().min(0),
  by: z.string(),
  at: instantSchema,
  reason: z.string(),
  compensatingControl: z.string(),
  expires: dateSchema,
})
export type AcceptanceRequest = z.infer<typeof acceptanceRequestSchema>

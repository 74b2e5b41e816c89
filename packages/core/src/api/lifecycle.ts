import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { contract } from './contract.ts'
import { evidenceItemSchema } from './evidence.ts'

const evidenceParams = z.strictObject({ evidence: evidenceIdSchema })
const sentence = z.string().trim().min(1).max(2000)

/** What can be said of evidence after it was recorded. Each answers with the item as it then stands. */
export const lifecycleContracts = {
  reviewEvidence: contract({
    id: 'reviewEvidence',
    method: 'POST',
    path: '/evidence/{evidence}/review',
    summary:
      'Review one evidence item, as a named person who did not bring it; a rejection proves nothing from then on.',
    access: 'evidence:review',
    params: evidenceParams,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('accepted'), note: sentence.optional() }),
      z.strictObject({ outcome: z.literal('rejected'), note: sentence }),
    ]),
    output: evidenceItemSchema,
    status: 200,
  }),
  acceptEvidence: contract({
    id: 'acceptEvidence',
    method: 'POST',
    path: '/evidence/{evidence}/acceptance',
    summary: 'Accept one evidence item, as the auditor.',
    access: 'evidence:accept',
    params: evidenceParams,
    body: z.strictObject({ note: sentence.optional() }),
    output: evidenceItemSchema,
    status: 200,
  }),
  placeHold: contract({
    id: 'placeHold',
    method: 'POST',
    path: '/evidence/{evidence}/holds',
    summary: 'Place a legal hold: nothing disposes of the item until it is lifted.',
    access: 'retention:manage',
    params: evidenceParams,
    body: z.strictObject({ reason: sentence }),
    output: evidenceItemSchema,
    status: 201,
  }),
  liftHold: contract({
    id: 'liftHold',
    method: 'POST',
    path: '/evidence/{evidence}/holds/{hold}/lift',
    summary: 'Lift a legal hold.',
    access: 'retention:manage',
    params: evidenceParams.extend({ hold: z.uuid() }),
    body: z.strictObject({ reason: sentence }),
    output: evidenceItemSchema,
    status: 200,
  }),
  requestDisposal: contract({
    id: 'requestDisposal',
    method: 'POST',
    path: '/evidence/{evidence}/disposal',
    summary: 'Ask to dispose of an item whose retention is over; a second person must approve.',
    access: 'retention:manage',
    params: evidenceParams,
    body: z.strictObject({ reason: sentence }),
    output: evidenceItemSchema,
    status: 201,
  }),
  approveDisposal: contract({
    id: 'approveDisposal',
    method: 'POST',
    path: '/evidence/{evidence}/disposal/approval',
    summary: 'Approve a disposal somebody else asked for: the bytes go, the entry and its receipt stay.',
    access: 'retention:manage',
    params: evidenceParams,
    body: z.strictObject({}),
    output: evidenceItemSchema,
    status: 200,
  }),
} as const

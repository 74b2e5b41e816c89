import { z } from 'zod'
import { sha256Schema } from '../identifier.ts'
import { instantSchema } from '../time/date.ts'
import { evidenceIdSchema } from './evidence.ts'
import { retentionClassSchema } from './retention.ts'

const sentence = z.string().trim().min(1).max(2000)
const holdId = z.uuid()

/** The facts that can follow the recording of evidence. Each names the evidence; none changes it. */
export const evidenceEventSchemas = {
  'evidence-reviewed': z.strictObject({
    evidence: evidenceIdSchema,
    outcome: z.enum(['accepted', 'rejected']),
    note: sentence.optional(),
  }),
  'evidence-accepted': z.strictObject({ evidence: evidenceIdSchema, note: sentence.optional() }),
  'legal-hold-placed': z.strictObject({ evidence: evidenceIdSchema, hold: holdId, reason: sentence }),
  'legal-hold-lifted': z.strictObject({ evidence: evidenceIdSchema, hold: holdId, reason: sentence }),
  'disposal-requested': z.strictObject({ evidence: evidenceIdSchema, reason: sentence }),
  'disposal-approved': z.strictObject({
    evidence: evidenceIdSchema,
    policy: retentionClassSchema,
    /** Of the bytes that go: the artifact and its records, unless other evidence still stands on them. */
    bytes: z.array(sha256Schema).max(2),
  }),
} as const
export type EvidenceEventKind = keyof typeof evidenceEventSchemas
export type EvidenceEventBody<K extends EvidenceEventKind> = z.infer<(typeof evidenceEventSchemas)[K]>
export const evidenceEventKinds = Object.keys(evidenceEventSchemas) as readonly EvidenceEventKind[]

/** Something that happened to evidence after it was recorded, by whom, as sealed. */
export type EvidenceEvent = {
  readonly [K in EvidenceEventKind]: {
    readonly kind: K
    readonly entry: number
    readonly recordedAt: string
    readonly by: { readonly id: string; readonly name: string }
    readonly body: EvidenceEventBody<K>
  }
}[EvidenceEventKind]

const bySchema = { by: z.string(), at: instantSchema }

/**
 * The three states a screen keeps apart, and the fourth that ends them: collected; reviewed by a named person; accepted by
 * the auditor; rejected by a reviewer, after which it proves nothing.
 */
export const evidenceStateSchema = z.enum(['collected', 'reviewed', 'accepted', 'rejected'])
export type EvidenceState = z.infer<typeof evidenceStateSchema>

export const lifecycleSchema = z.strictObject({
  state: evidenceStateSchema,
  /** The newest review. */
  review: z
    .strictObject({ outcome: z.enum(['accepted', 'rejected']), note: z.string().nullable(), ...bySchema })
    .nullable(),
  acceptance: z.strictObject({ note: z.string().nullable(), ...bySchema }).nullable(),
  /** The holds in force, oldest first. */
  holds: z.array(z.strictObject({ hold: holdId, reason: z.string(), ...bySchema })),
  disposal: z
    .strictObject({
      reason: z.string(),
      requestedBy: z.string(),
      requestedAt: instantSchema,
      approved: z.strictObject({ policy: retentionClassSchema, ...bySchema }).nullable(),
    })
    .nullable(),
})
export type Lifecycle = z.infer<typeof lifecycleSchema>

/** Where one evidence item stands, from its own events in log order. Nothing else says it. */
export function computeLifecycle(events: readonly EvidenceEvent[]): Lifecycle {
  const review = latest(events, 'evidence-reviewed')
  const acceptance = latest(events, 'evidence-accepted')
  const requested = latest(events, 'disposal-requested')
  const approved = latest(events, 'disposal-approved')
  const lifted = new Set(events.flatMap((e) => (e.kind === 'legal-hold-lifted' ? [e.body.hold] : [])))
  return {
    state: stateOf(review, acceptance),
    review:
      review === undefined
        ? null
        : { outcome: review.body.outcome, note: review.body.note ?? null, ...signatureOf(review) },
    acceptance: acceptance === undefined ? null : { note: acceptance.body.note ?? null, ...signatureOf(acceptance) },
    holds: events.flatMap((e) =>
      e.kind === 'legal-hold-placed' && !lifted.has(e.body.hold)
        ? [{ hold: e.body.hold, reason: e.body.reason, ...signatureOf(e) }]
        : [],
    ),
    disposal:
      requested === undefined
        ? null
        : {
            reason: requested.body.reason,
            requestedBy: requested.by.name,
            requestedAt: requested.recordedAt,
            approved: approved === undefined ? null : { policy: approved.body.policy, ...signatureOf(approved) },
          },
  }
}

type EventOf<K extends EvidenceEventKind> = Extract<EvidenceEvent, { readonly kind: K }>

function latest<K extends EvidenceEventKind>(events: readonly EvidenceEvent[], kind: K): EventOf<K> | undefined {
  return events.findLast((event): event is EventOf<K> => event.kind === kind)
}

function signatureOf({ by, recordedAt }: EvidenceEvent): { by: string; at: string } {
  return { by: by.name, at: recordedAt }
}

function stateOf(
  review: EventOf<'evidence-reviewed'> | undefined,
  acceptance: EventOf<'evidence-accepted'> | undefined,
): EvidenceState {
  if (review?.body.outcome === 'rejected') return 'rejected'
  if (acceptance !== undefined) return 'accepted'
  return review === undefined ? 'collected' : 'reviewed'
}

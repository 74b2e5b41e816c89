import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'
import { dateSchema } from '../time/date.ts'
import { findingIdSchema, raisedFindingIdSchema } from './finding-id.ts'
import { severitySchema } from './words.ts'

const sentence = z.string().trim().min(1).max(2000)
const finding = { finding: findingIdSchema }

/**
 * What people do about findings: the only facts about them. That a gap exists, since when and whether it is closed is computed; so
 * there is no fact that closes one, except a named verifier's attestation where nothing that is computed could show it.
 */
export const findingActSchemas = {
  /** A reviewer or an auditor found what no check finds. The same id once more: it is there again. */
  'finding-raised': z.strictObject({
    finding: raisedFindingIdSchema,
    title: z.string().trim().min(1).max(200),
    detail: sentence.optional(),
    severity: severitySchema,
    control: slugSchema.optional(),
    system: slugSchema.optional(),
    vendor: slugSchema.optional(),
    owner: slugSchema.optional(),
  }),
  'finding-assigned': z.strictObject({ ...finding, owner: slugSchema, note: sentence.optional() }),
  'finding-started': z.strictObject({ ...finding, note: sentence.optional() }),
  /** Whoever works on it says that it is done; the proof is still to come. */
  'finding-ready': z.strictObject({ ...finding, note: sentence.optional() }),
  /** Somebody other than its owner looked, and names the evidence that shows it. */
  'finding-verified': z.strictObject({ ...finding, evidence: evidenceIdSchema, note: sentence }),
  'finding-commented': z.strictObject({ ...finding, text: sentence }),
  'risk-acceptance-requested': z.strictObject({
    ...finding,
    reason: sentence,
    compensatingControl: sentence,
    /** The last day on which the risk would be accepted. */
    expires: dateSchema,
  }),
  /** Repeats what was asked for in the entry `request`, so that it says by itself what was accepted. */
  'risk-accepted': z.strictObject({
    ...finding,
    request: z.int().min(0),
    reason: sentence,
    compensatingControl: sentence,
    expires: dateSchema,
    note: sentence.optional(),
  }),
} as const
export type FindingActKind = keyof typeof findingActSchemas
export type FindingActBody<K extends FindingActKind> = z.infer<(typeof findingActSchemas)[K]>
export const findingActKinds = Object.keys(findingActSchemas) as readonly FindingActKind[]

/** Something somebody did about a finding, as sealed in the log entry `entry`. */
export type FindingAct = {
  readonly [K in FindingActKind]: {
    readonly kind: K
    readonly entry: number
    readonly recordedAt: string
    readonly by: { readonly id: string; readonly name: string }
    readonly body: FindingActBody<K>
  }
}[FindingActKind]

/** An act with the day on which it was done, in the organization's time zone. */
export type DatedAct = FindingAct & { readonly day: string }

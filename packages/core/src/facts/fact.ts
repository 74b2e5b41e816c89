import { z } from 'zod'
import { roleSchema } from '../access/permissions.ts'
import { resultIdSchema, sealedResultSchema } from '../checks/sealed-result.ts'
import { collectionFactSchemas } from '../evidence/collection.ts'
import { evidenceIdSchema, evidenceSchema } from '../evidence/evidence.ts'
import { evidenceEventSchemas } from '../evidence/lifecycle.ts'
import { findingActSchemas } from '../findings/finding-acts.ts'
import { slugSchema } from '../identifier.ts'
import { incidentActSchemas } from '../incidents/incident-acts.ts'
import { packageFactSchemas } from '../packages/package.ts'
import { populationFactSchemas } from '../populations/population.ts'
import { documentKindSchema } from '../program/document.ts'
import { dateSchema, instantSchema } from '../time/date.ts'

/**
 * Every kind of fact an organization's log can hold. A log entry is an in-toto statement whose predicate type is
 * `urn:evidentia:fact:<kind>:v1` and whose predicate is a sealedFact; the database is a projection of these.
 */
export const factSchemas = {
  'organization-created': z.strictObject({ slug: slugSchema, name: z.string().min(1).max(120), sample: z.boolean() }),
  'document-recorded': z.strictObject({
    kind: documentKindSchema,
    id: slugSchema,
    effective: dateSchema,
    /** Validated by the kind's own schema before it is sealed; null withdraws the object. */
    body: z.record(z.string(), z.unknown()).nullable(),
  }),
  'evidence-recorded': evidenceSchema,
  ...evidenceEventSchemas,
  /** A check's answer on new records, or another answer than before. */
  'check-result': sealedResultSchema,
  ...findingActSchemas,
  ...incidentActSchemas,
  /** Somebody received the items of a check result, which repeat what records say. */
  'check-result-read': z.strictObject({
    result: resultIdSchema,
    what: z.enum(['items', 'file']),
    outcome: z.enum(['served', 'refused']),
  }),
  /** Somebody received an artifact's bytes or its records; `refused` when they could not be handed out after all. */
  'evidence-read': z.strictObject({
    evidence: evidenceIdSchema,
    what: z.enum(['artifact', 'records']),
    outcome: z.enum(['served', 'refused']),
  }),
  /** A person of the workforce said that they read this version of a policy, named by the SHA-256 of its text. */
  'policy-acknowledged': z.strictObject({ policy: slugSchema, sha256: z.string().length(64), person: slugSchema }),
  /**
   * Somebody received what the programme amounts to as a file. `format` is csv, xlsx, pdf or the OSCAL model, `query` what was asked
   * for, and the SHA-256 that of the bytes, so that a file that turns up can be told from one that was changed.
   */
  exported: z.strictObject({
    what: z.enum(['matrix', 'crosswalk', 'oscal']),
    format: z.string().min(1).max(40),
    query: z.record(z.string(), z.string()),
    sha256: z.string().length(64),
    rows: z.int().min(0),
  }),
  'member-changed': z.strictObject({ user: z.uuid(), email: z.email(), name: z.string(), role: roleSchema.nullable() }),
  'api-key-issued': z.strictObject({
    id: z.uuid(),
    name: z.string().min(1).max(80),
    role: roleSchema,
    expires: instantSchema.nullable(),
  }),
  'api-key-revoked': z.strictObject({ id: z.uuid() }),
  'signed-in': z.strictObject({ user: z.uuid(), method: z.enum(['link', 'password', 'password+totp', 'passkey']) }),
  'signed-out': z.strictObject({ user: z.uuid() }),
  'sign-in-refused': z.strictObject({ user: z.uuid(), method: z.string(), reason: z.string() }),
  'credential-changed': z.strictObject({
    user: z.uuid(),
    credential: z.enum(['password', 'totp', 'passkey']),
    change: z.enum(['added', 'removed']),
  }),
  /** A key that seals artifacts. Destroyed, everything it sealed is unreadable; the key itself is never in the log. */
  'artifact-key-changed': z.strictObject({
    key: z.uuid(),
    change: z.enum(['rotated', 'destroyed']),
    reason: z.string().min(1).max(500),
  }),
  /** From the next entry on the log is signed with `to`. Verifier keys; both sign the checkpoint that ends with this entry. */
  'log-key-rotated': z.strictObject({
    from: z.string().min(1).max(400),
    to: z.string().min(1).max(400),
    reason: z.string().min(1).max(500),
  }),
  ...collectionFactSchemas,
  ...packageFactSchemas,
  ...populationFactSchemas,
  /**
   * Somebody asked for what they may not have. Equal refusals within a minute are one entry: `count` of them since `since`,
   * the newest under the entry's request id.
   */
  'access-refused': z.strictObject({
    operation: z.string().min(1).max(80),
    reason: z.enum(['not-permitted', 'key-revoked', 'key-expired', 'wrong-secret', 'sender-not-proven']),
    count: z.int().min(1),
    since: instantSchema,
  }),
} as const

export type FactKind = keyof typeof factSchemas
export type FactBody<K extends FactKind> = z.infer<(typeof factSchemas)[K]>
export const factKinds = Object.keys(factSchemas) as readonly FactKind[]

/** Who caused a fact. `system` is the server itself: first start, jobs. */
export const actorSchema = z.strictObject({
  type: z.enum(['user', 'api-key', 'system']),
  id: z.string().min(1),
  name: z.string(),
  address: z.string().optional(),
})
export type Actor = z.infer<typeof actorSchema>

/** What a predicate carries around the fact itself. `recordedAt` is the server's clock, never the client's. */
export const sealedFactSchema = z.strictObject({
  organization: z.uuid(),
  recordedAt: instantSchema,
  actor: actorSchema,
  request: z.string().nullable(),
  fact: z.record(z.string(), z.unknown()),
})
export type SealedFact = z.infer<typeof sealedFactSchema>

const prefix = 'urn:evidentia:fact:'

/** `urn:evidentia:fact:<kind>:v1` */
export function predicateTypeOf(kind: FactKind): string {
  return `${prefix}${kind}:v1`
}

/** The kind behind a predicate type, or null for a type this version does not know. */
export function factKindOf(predicateType: string): FactKind | null {
  return factKinds.find((kind) => predicateTypeOf(kind) === predicateType) ?? null
}

import { z } from 'zod'
import { evidenceRequirementIdSchema, sha256Schema, slugSchema } from '../identifier.ts'
import { recordTypeSchema } from '../records/record.ts'
import { dateRangeSchema, instantSchema } from '../time/date.ts'

/** What an artifact proves: an evidence requirement, for one system, one vendor, or the organization as a whole. */
export const provesSchema = z
  .strictObject({
    requirement: evidenceRequirementIdSchema,
    system: slugSchema.optional(),
    vendor: slugSchema.optional(),
  })
  .refine((p) => p.system === undefined || p.vendor === undefined, 'name a system or a vendor, not both')
export type Proves = z.infer<typeof provesSchema>

/** Who or what brought the artifact in. */
export const collectorSchema = z.strictObject({
  type: z.enum(['person', 'connector', 'api-key', 'folder']),
  id: z.string().min(1).max(120),
})

/** Bytes, named by what they are. */
export const artifactSchema = z.strictObject({
  sha256: sha256Schema,
  size: z.int().min(0),
  name: z.string().min(1).max(255),
  mediaType: z.string().min(1).max(127),
})
export type Artifact = z.infer<typeof artifactSchema>

/** The records an importer found in the artifact, kept as NDJSON so that no later reader depends on today's parser. */
export const derivedSchema = z.strictObject({
  importer: z.string().min(1),
  version: z.int().min(1),
  sha256: sha256Schema,
  size: z.int().min(0),
  counts: z.partialRecord(recordTypeSchema, z.int().min(0)),
  skipped: z
    .array(z.strictObject({ line: z.int().optional(), field: z.string().optional(), reason: z.string() }))
    .max(200),
  /** How many were skipped in all; `skipped` lists the first 200. */
  skippedTotal: z.int().min(0),
})
export type Derived = z.infer<typeof derivedSchema>

/** A recorded proof with its period, source and collector. Never overwritten. */
export const evidenceSchema = z.strictObject({
  /** `ev_` and the first 20 hexadecimal digits of SHA-256 over artifact digest, proves, and effective period. */
  id: z.string().regex(/^ev_[0-9a-f]{20}$/),
  artifact: artifactSchema,
  derived: derivedSchema.nullable(),
  proves: z.array(provesSchema).min(1).max(50),
  effective: dateRangeSchema,
  collectedAt: instantSchema,
  source: z.string().min(1).max(200),
  collector: collectorSchema,
  note: z.string().max(2000).optional(),
})
export type EvidenceBody = z.infer<typeof evidenceSchema>

/** An evidence body with the instant at which it was sealed (server-set, never editable). */
export interface Evidence extends EvidenceBody {
  readonly recordedAt: string
}

/** One line of a program folder's evidence manifest, and the metadata part of an upload. */
export const evidenceClaimSchema = z.strictObject({
  proves: z.array(provesSchema).min(1).max(50),
  effective: dateRangeSchema,
  collectedAt: instantSchema,
  source: z.string().min(1).max(200),
  collector: z.string().min(1).max(120).optional(),
  note: z.string().max(2000).optional(),
})
export type EvidenceClaim = z.infer<typeof evidenceClaimSchema>
export const manifestEntrySchema = evidenceClaimSchema.extend({ file: z.string().min(1).max(400) })
export type ManifestEntry = z.infer<typeof manifestEntrySchema>

/** The text whose SHA-256 names an evidence item: the same artifact claimed for the same thing is the same evidence. */
export function evidenceIdentity(sha256: string, claim: Pick<EvidenceClaim, 'proves' | 'effective'>): string {
  const proves = claim.proves.map((p) => `${p.requirement}@${p.system ?? ''}|${p.vendor ?? ''}`).toSorted()
  return ['evidence/1', sha256, `${claim.effective.from}..${claim.effective.to}`, ...proves].join('\n')
}

import { z } from 'zod'
import { evidenceRequirementIdSchema, sha256Schema, slugSchema } from '../identifier.ts'
import { recordTypeSchema } from '../records/record.ts'
import { dateRangeSchema, instantSchema } from '../time/date.ts'
import { retentionClassSchema } from './retention.ts'

export const evidenceIdSchema = z.string().regex(/^ev_[0-9a-f]{20}$/, 'use the id of an evidence item, ev_…')

/** What an artifact proves: an evidence requirement, for one system, one vendor, or the organization as a whole. */
export const provesSchema = z
  .strictObject({
    requirement: evidenceRequirementIdSchema,
    system: slugSchema.optional(),
    vendor: slugSchema.optional(),
    /** The key of the record that tells of the event it follows, where evidence is owed per event. */
    event: z.string().min(1).max(200).optional(),
  })
  .refine((p) => p.system === undefined || p.vendor === undefined, 'name a system or a vendor, not both')
export type Proves = z.infer<typeof provesSchema>

/** Who or what brought the artifact in. */
export const collectorSchema = z.strictObject({
  type: z.enum(['person', 'connector', 'api-key', 'folder']),
  id: z.string().min(1).max(120),
  /** Of the connector or script, as it says of itself. */
  version: z.string().min(1).max(60).optional(),
})

/** What a claim may say beyond the necessary: where exactly it was found, what it corrects, how long it is kept. */
const claimDetails = {
  note: z.string().max(2000).optional(),
  /** The exact query or path that gave the artifact in its source. */
  query: z.string().min(1).max(4000).optional(),
  /** What the source's own clock said when it answered. */
  sourceTime: instantSchema.optional(),
  /** The evidence this one corrects, which counts no longer. Never without a reason. */
  supersedes: evidenceIdSchema.optional(),
  reason: z.string().min(1).max(2000).optional(),
  /** That the source has nothing to list, so that an empty file is meant. It counts once a named person has accepted the evidence. */
  statesEmpty: z.literal(true).optional(),
  /** Absent: HIPAA documentation. */
  retention: retentionClassSchema.optional(),
}

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
    .array(
      z.strictObject({
        /** Absent for a row that could not be read. */
        part: z.enum(['column', 'section']).optional(),
        line: z.int().optional(),
        field: z.string().optional(),
        reason: z.string(),
      }),
    )
    .max(200),
  /** How many were skipped in all; `skipped` lists the first 200. */
  skippedTotal: z.int().min(0),
})
export type Derived = z.infer<typeof derivedSchema>

/** How many rows were not read, so that records are missing. Beyond the list every skipped item counts as a row. */
export function countSkippedRows({ skipped, skippedTotal }: Derived): number {
  return skippedTotal - skipped.filter(({ part }) => part !== undefined).length
}

/** A recorded proof with its period, source and collector. Never overwritten. */
export const evidenceSchema = z.strictObject({
  /** `ev_` and the first 20 hexadecimal digits of SHA-256 over artifact digest, proves, effective period, and what it supersedes. */
  id: evidenceIdSchema,
  artifact: artifactSchema,
  derived: derivedSchema.nullable(),
  proves: z.array(provesSchema).min(1).max(50),
  effective: dateRangeSchema,
  collectedAt: instantSchema,
  source: z.string().min(1).max(200),
  collector: collectorSchema,
  ...claimDetails,
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
  collectorVersion: z.string().min(1).max(60).optional(),
  ...claimDetails,
})
export type EvidenceClaim = z.infer<typeof evidenceClaimSchema>
export const manifestEntrySchema = evidenceClaimSchema.extend({ file: z.string().min(1).max(400) })
export type ManifestEntry = z.infer<typeof manifestEntrySchema>

/** What keeps a claim from being taken: the field and a sentence, or null. A correction says why, and only a correction does. */
export function findClaimFault({ supersedes, reason }: EvidenceClaim): { field: string; sentence: string } | null {
  if (supersedes !== undefined && reason === undefined)
    return { field: 'reason', sentence: 'A correction must say why: the claim has no reason.' }
  if (supersedes === undefined && reason !== undefined)
    return {
      field: 'supersedes',
      sentence: 'The claim gives a reason for a correction but names no evidence it supersedes.',
    }
  return null
}

/** The text whose SHA-256 names an evidence item: the same artifact claimed for the same thing is the same evidence. */
export function evidenceIdentity(
  sha256: string,
  claim: Pick<EvidenceClaim, 'proves' | 'effective' | 'supersedes'>,
): string {
  const proves = claim.proves
    .map((p) => `${p.requirement}@${p.system ?? ''}|${p.vendor ?? ''}${p.event === undefined ? '' : `|${p.event}`}`)
    .toSorted()
  const corrected = claim.supersedes === undefined ? [] : [`supersedes ${claim.supersedes}`]
  return ['evidence/1', sha256, `${claim.effective.from}..${claim.effective.to}`, ...proves, ...corrected].join('\n')
}

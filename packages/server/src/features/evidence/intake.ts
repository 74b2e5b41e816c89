import {
  type Artifact,
  type Catalog,
  type Derived,
  EvidentiaError,
  type EvidenceBody,
  type EvidenceClaim,
  findEvidenceRequirement,
  type Importer,
} from '@evidentia/core'
import { composeEvidence, deriveRecords } from '@evidentia/connectors'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { inspectFile, judgeMediaType } from '../../platform/blobs/inspect-file.ts'
import type { StagedBlob } from '../../platform/blobs/staging.ts'
import { type ListMappings, recognize } from './recognize.ts'

/** A file that passed every check, with the evidence it would make; nothing is stored yet. */
export interface Prepared {
  readonly evidence: EvidenceBody
  readonly artifact: StagedBlob
  readonly records: StagedBlob | null
}

/** A received file and what its bringer says of it. */
export interface Deposit {
  readonly name: string
  readonly blob: StagedBlob
  readonly claim: EvidenceClaim
  readonly broughtBy: EvidenceBody['collector']
}

/** Inspects a file, recognises what it is and derives its records. Refuses it as a whole or not at all. */
export async function prepareEvidence(
  { name, blob, claim, broughtBy }: Deposit,
  { catalog, blobs, listMappings }: { catalog: Catalog; blobs: BlobStore; listMappings: ListMappings },
): Promise<Prepared> {
  for (const [at, { requirement }] of claim.proves.entries()) {
    if (findEvidenceRequirement(catalog, requirement) !== null) continue
    throw new EvidentiaError('invalid-input', `The catalog has no evidence requirement "${requirement}".`, {
      place: { field: `proves.${at}.requirement` },
      remedy: 'Name one as <control>/<requirement>.',
    })
  }
  await inspectFile(blob, name)
  const importer = await recognize(name, blob, listMappings)
  const { derived, records } =
    importer === null ? { derived: null, records: null } : await derive(importer, name, blob, blobs)
  const artifact: Artifact = { sha256: blob.sha256, size: blob.size, name, mediaType: judgeMediaType(blob.head, name) }
  return { evidence: composeEvidence({ artifact, derived, claim, broughtBy }), artifact: blob, records }
}

async function derive(
  importer: Importer,
  name: string,
  blob: StagedBlob,
  blobs: BlobStore,
): Promise<{ derived: Derived; records: StagedBlob }> {
  const staging = await blobs.beginStage(blob.organization)
  try {
    const found = await deriveRecords({
      importer,
      file: { name, bytes: blob.read() },
      write: async (chunk) => staging.write(chunk),
    })
    const records = await staging.finish()
    return { derived: { ...found, sha256: records.sha256 }, records }
  } catch (error) {
    await staging.abort()
    throw error
  }
}

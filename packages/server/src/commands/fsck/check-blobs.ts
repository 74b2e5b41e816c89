import { createHash } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import type { Installation } from '../../context.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import type { Discrepancy } from '../../platform/log/inspect-log.ts'

/** What the blob store holds of one organization, held against what its evidence names. */
export interface BlobInspection {
  readonly checked: number
  /** Bytes that nothing names: what a killed server left; housekeeping removes them. */
  readonly unreferenced: number
  readonly problems: readonly Discrepancy[]
}

/** Reads every artifact that evidence names and hashes it again. */
export async function checkBlobs(
  { db, organization }: Reader,
  blobs: Installation['blobs'],
  destroyedKeys: ReadonlySet<string>,
): Promise<BlobInspection> {
  const rows = await db
    .selectFrom('evidence')
    .select(['id', 'artifact_sha256', 'derived_sha256'])
    .where('organization', '=', organization)
    // What was disposed of has no bytes any more, and may not have.
    .where('id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'disposal-approved'),
    )
    .orderBy('entry')
    .execute()
  const named = new Map<string, string>()
  for (const { id, artifact_sha256, derived_sha256 } of rows) {
    named.set(artifact_sha256, id)
    if (derived_sha256 !== null) named.set(derived_sha256, id)
  }
  const problems: Discrepancy[] = []
  for (const [sha256, evidence] of named) {
    const problem = await explainBadBlob(blobs, organization, sha256, destroyedKeys)
    if (problem !== null) problems.push({ where: `artifact ${sha256} of evidence ${evidence}`, problem })
  }
  const stored = await blobs.list(organization)
  return { checked: named.size, unreferenced: stored.filter((sha256) => !named.has(sha256)).length, problems }
}

async function explainBadBlob(
  blobs: Installation['blobs'],
  organization: string,
  sha256: string,
  destroyedKeys: ReadonlySet<string>,
): Promise<string | null> {
  if (!(await blobs.has(organization, sha256))) return 'its bytes are missing from the blob store'
  const hash = createHash('sha256')
  try {
    for await (const chunk of blobs.open(organization, sha256)) hash.update(chunk)
  } catch (error) {
    // Whoever destroyed its key meant it to be unreadable, if the log says so; a key that is gone without that is a loss.
    if (error instanceof EvidentiaError && error.code === 'gone' && destroyedKeys.size > 0) return null
    return `its bytes cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
  const found = hash.digest('hex')
  return found === sha256 ? null : `its bytes have the hash ${found}`
}

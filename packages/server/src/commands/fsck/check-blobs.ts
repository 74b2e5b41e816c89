import { createHash } from 'node:crypto'
import type { Installation } from '../../installation.ts'
import { listPopulationBytes } from '../../platform/db/population-digests.ts'
import { listResultBytes } from '../../platform/db/result-digests.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import { KeyDestroyed } from '../../platform/keys/key-destroyed.ts'
import type { Discrepancy } from '../../platform/log/inspect-log.ts'

/** What the blob store holds of one organization, held against what its evidence and its populations name. */
export interface BlobInspection {
  readonly checked: number
  /** Bytes that nothing names: what a killed server left; housekeeping removes them. */
  readonly unreferenced: number
  /** How many each destroyed key made unreadable, by key: decided and recorded, so no problem. */
  readonly destroyed: ReadonlyMap<string, number>
  readonly problems: readonly Discrepancy[]
}

/**
 * Reads every artifact that evidence, a population or a check result names and hashes it again. `locks` says until when the store must lock each, where it can.
 */
export async function checkBlobs(
  reader: Reader,
  blobs: Installation['blobs'],
  destroyedKeys: ReadonlySet<string>,
  locks: ReadonlyMap<string, Date>,
): Promise<BlobInspection> {
  const { db, organization } = reader
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
    named.set(artifact_sha256, `evidence ${id}`)
    if (derived_sha256 !== null) named.set(derived_sha256, `evidence ${id}`)
  }
  for (const { population, sha256 } of await listPopulationBytes(reader)) named.set(sha256, `population ${population}`)
  for (const { result, sha256 } of await listResultBytes(reader)) named.set(sha256, `check result ${result}`)
  const problems: Discrepancy[] = []
  const destroyed = new Map<string, number>()
  for (const [sha256, owner] of named) {
    const found = await explainBadBlob(blobs, organization, sha256, destroyedKeys)
    if (found?.destroyedKey !== undefined)
      destroyed.set(found.destroyedKey, (destroyed.get(found.destroyedKey) ?? 0) + 1)
    const problem = found?.problem ?? (await explainShortLock(blobs, organization, sha256, locks.get(sha256)))
    if (problem !== null) problems.push({ where: `artifact ${sha256} of ${owner}`, problem })
  }
  const stored = await blobs.list(organization)
  return {
    checked: named.size,
    unreferenced: stored.filter((sha256) => !named.has(sha256)).length,
    destroyed,
    problems,
  }
}

async function explainBadBlob(
  blobs: Installation['blobs'],
  organization: string,
  sha256: string,
  destroyedKeys: ReadonlySet<string>,
): Promise<{ readonly problem?: string; readonly destroyedKey?: string } | null> {
  if (!(await blobs.has(organization, sha256))) return { problem: 'its bytes are missing from the blob store' }
  const hash = createHash('sha256')
  try {
    for await (const chunk of blobs.open(organization, sha256)) hash.update(chunk)
  } catch (error) {
    // Whoever destroyed its key meant it to be unreadable, if the log says so; a key that is gone without that is a loss.
    if (error instanceof KeyDestroyed && destroyedKeys.has(error.key)) return { destroyedKey: error.key }
    return { problem: `its bytes cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
  const found = hash.digest('hex')
  return found === sha256 ? null : { problem: `its bytes have the hash ${found}` }
}

async function explainShortLock(
  blobs: Installation['blobs'],
  organization: string,
  sha256: string,
  needed: Date | undefined,
): Promise<string | null> {
  const lock = needed === undefined ? null : await blobs.readLock(organization, sha256)
  if (needed === undefined || lock === null || (lock.until !== null && lock.until >= needed)) return null
  const found = lock.until === null ? 'not lock it' : `lock it until ${lock.until.toISOString()} only`
  return `the store does ${found}, and it must be kept until ${needed.toISOString()}; evidentia-server rebuild extends the lock`
}

import { computeLifecycle, EvidentiaError } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { listEverHeld } from './store.ts'

interface Parts {
  readonly transactions: Transactions
  readonly evidence: EvidenceService
  readonly blobs: BlobStore
}

/** Refuses to dispose of what the store would not let go: nobody shortens an Object Lock, and a legal hold is lifted first. */
export async function refuseLocked(
  blobs: BlobStore,
  organization: string,
  id: string,
  digests: readonly string[],
): Promise<void> {
  for (const sha256 of digests) {
    const lock = await blobs.readLock(organization, sha256)
    if (lock === null) continue
    if (lock.isHeld)
      throw new EvidentiaError('conflict', `The store keeps the content of ${id} under a legal hold of its own.`, {
        remedy: 'Ask the operator who placed it there; it can be disposed of after it is lifted.',
      })
    if (lock.until !== null && lock.until.getTime() > Date.now())
      throw new EvidentiaError(
        'conflict',
        `The store keeps the content of ${id} locked until ${lock.until.toISOString()}, and nobody can shorten that.`,
        { remedy: 'It can be disposed of after that.' },
      )
  }
}

/**
 * Makes the store's legal holds what the log says: on while any evidence that stands on the bytes is under a hold. Shared bytes
 * stay held until the last of them is free. Repeated by housekeeping, so that an outage only delays it.
 */
export async function applyHolds(
  { transactions, evidence, blobs }: Parts,
  organization: string,
  only: string | null,
): Promise<void> {
  const wanted = await transactions.read({ organization }, async (reader) => {
    const found = new Map<string, boolean>()
    const items = await listEverHeld(reader)
    for (const { id, digests } of items) {
      const { holds } = computeLifecycle(await evidence.listEventsOf(reader, id))
      for (const sha256 of digests) found.set(sha256, found.get(sha256) === true || holds.length > 0)
    }
    const own = only === null ? null : new Set(items.find(({ id }) => id === only)?.digests)
    return [...found].filter(([sha256]) => own === null || own.has(sha256))
  })
  for (const [sha256, isHeld] of wanted) await blobs.setHold(organization, sha256, isHeld)
}

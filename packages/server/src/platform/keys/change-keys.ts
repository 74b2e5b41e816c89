import { EvidentiaError } from '@evidentia/core'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { Scope, Transactions } from '../db/transactions.ts'
import { dropContent, listSealedWith } from './destroyed-content.ts'
import type { OrganizationKeys } from './organization-keys.ts'

interface DestroyingParts extends Parts {
  readonly blobs: BlobStore
}

interface Parts {
  readonly transactions: Transactions
  readonly keys: OrganizationKeys
}

/** Seals new artifacts with a new key from now on; what is there stays readable with the old ones. Returns the new key's id. */
export async function rotateKey({ transactions, keys }: Parts, scope: Scope, reason: string): Promise<string> {
  const { organization } = scope
  const { id, wrapped, created } = await keys.make(organization)
  await transactions.installation(async (tx) =>
    tx.inOrganization(scope, async (writer) => {
      await writer.seal('artifact-key-changed', { key: id, change: 'rotated', reason })
      await tx.db.insertInto('organization_key').values({ organization, id, wrapped, created }).execute()
    }),
  )
  keys.forget(organization)
  return id
}

/**
 * Destroys a key and with it every artifact it sealed, and the records and words read out of them. The current key has to be rotated out first. Returns false when the
 * store keeps the file of the wrapped key under a lock: then only the loss of the root key makes the artifacts unreadable.
 */
export async function destroyKey(
  { transactions, keys, blobs }: DestroyingParts,
  scope: Scope,
  id: string,
  reason: string,
): Promise<boolean> {
  const { organization } = scope
  const state = (await keys.list(organization)).find((one) => one.id === id)
  if (state === undefined) throw new EvidentiaError('not-found', `This organization has no key ${id}.`)
  if (state.isCurrent) {
    throw new EvidentiaError('conflict', `Key ${id} seals new artifacts, so it cannot be destroyed.`, {
      remedy: 'Rotate first, then destroy it.',
    })
  }
  // The projection of this fact takes the wrapped key out of the database, in the same transaction.
  if (state.destroyed === null) {
    const known = await transactions.read(scope, async (reader) => listSealedWith(reader, blobs, id, -1))
    await transactions.write(scope, async (writer) => {
      // What came in while the headers were read. The log is locked now, so nothing more can.
      const late = await listSealedWith(writer, blobs, id, known.newest)
      await writer.seal('artifact-key-changed', { key: id, change: 'destroyed', reason })
      await dropContent(writer, {
        records: [...known.records, ...late.records],
        words: [...known.words, ...late.words],
        populations: [...known.populations, ...late.populations],
      })
    })
  }
  keys.forget(organization)
  return keys.removeDestroyedFiles(organization)
}

import {
  type Checkpoint,
  describeLedgerError,
  LedgerError,
  openCheckpoint,
  parseVerifierKeys,
  type VerifiedCheckpoint,
} from '@evidentia/ledger'
import type { Reader } from '../db/transactions.ts'
import { type KeyChange, type LogKeys, originOf, rotationsLimit } from './log-keys.ts'
import type { Discrepancy } from './inspect-log.ts'

/** A checkpoint that somebody kept, with the words that name it to a person. */
export interface SeenCheckpoint {
  readonly where: string
  readonly note: Uint8Array
}

export interface OpenedCheckpoint {
  readonly where: string
  readonly checkpoint: Checkpoint
}

/**
 * Opens checkpoints with the organization's own keys, which are not in the database: one that does not open was forged or
 * damaged, and says so instead of being passed over. One by a later key than `changes` know of is as genuine, and what it
 * shows is that the log lost its change of key. One by a key that was given up before it is not.
 */
export async function openSeen(
  organization: string,
  keys: LogKeys,
  seen: readonly SeenCheckpoint[],
  changes: readonly KeyChange[],
): Promise<{ opened: OpenedCheckpoint[]; forged: Discrepancy[] }> {
  const opened: OpenedCheckpoint[] = []
  const forged: Discrepancy[] = []
  for (const { where, note } of seen) {
    try {
      const checkpoint = await openOwn(organization, keys, note, changes.length + 1)
      const outdated = findChangeSince(keys, organization, changes, checkpoint)
      if (checkpoint.origin !== originOf(organization))
        forged.push({ where, problem: `it is of the log "${checkpoint.origin}"` })
      else if (outdated !== undefined)
        forged.push({ where, problem: `it was signed by a key that this log gave up in entry ${outdated.entry}` })
      else opened.push({ where, checkpoint })
    } catch (error) {
      forged.push({ where, problem: `it was not signed by this log's key: ${describeLedgerError(error)}` })
    }
  }
  return { opened, forged }
}

async function openOwn(
  organization: string,
  keys: LogKeys,
  note: Uint8Array,
  generations: number,
): Promise<VerifiedCheckpoint> {
  const open = async (count: number): Promise<VerifiedCheckpoint> => {
    const vkeys = Array.from({ length: count }, (_, at) => keys.signerOf(organization, at + 1).vkey)
    return openCheckpoint(note, await parseVerifierKeys(vkeys))
  }
  return open(generations).catch(async (error: unknown) => {
    if (error instanceof LedgerError && error.code === 'note-unverified') return open(rotationsLimit + 1)
    throw error
  })
}

/** The change of key because of which nobody may have signed this checkpoint with the keys that did. */
function findChangeSince(
  keys: LogKeys,
  organization: string,
  changes: readonly KeyChange[],
  { size, signedBy }: VerifiedCheckpoint,
): KeyChange | undefined {
  const generationOf = (keyId: string): number => {
    for (let generation = 1; generation <= rotationsLimit + 1; generation += 1)
      if (keys.signerOf(organization, generation).keyId === keyId) return generation
    return 0
  }
  const newest = Math.max(...signedBy.map(({ keyId }) => generationOf(keyId)))
  const change = changes[newest - 1]
  // The handover itself, of just so many entries, still counts by its old key.
  return change !== undefined && change.entry + 1 < size ? change : undefined
}

/** The checkpoints this organization published, as its own database still has them. */
export async function listPublished({ db, organization }: Reader): Promise<SeenCheckpoint[]> {
  const rows = await db
    .selectFrom('checkpoint')
    .select(['size', 'note'])
    .where('organization', '=', organization)
    .orderBy('size')
    .execute()
  return rows.map(({ size, note }) => ({
    where: `published checkpoint of ${size} entries`,
    note: new Uint8Array(note),
  }))
}

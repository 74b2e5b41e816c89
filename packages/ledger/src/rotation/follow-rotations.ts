import { openCheckpoint, type VerifiedCheckpoint } from '../checkpoint/checkpoint.ts'
import { equalBytes } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { digestLeaf, runHashStepsInBrowser } from '../merkle/hash-webcrypto.ts'
import { inclusionRoot } from '../merkle/inclusion-root.ts'
import type { VerifierKey } from '../note/verifier-key.ts'
import { parseReceipt } from '../receipt/receipt-text.ts'
import { decodeKeyRotation, type KeyRotation } from './rotation-statement.ts'

/** A rotation with its proof: the entry, and its receipt under the checkpoint that both keys signed. */
export interface ProvenRotation {
  readonly entry: Uint8Array
  readonly receipt: Uint8Array
}

/** A rotation that holds together; the checkpoint is the handover. */
export interface Handover extends KeyRotation {
  readonly index: number
  readonly checkpoint: VerifiedCheckpoint
}

export interface FollowedRotations {
  /** The keys to trust from here on: each old key replaced by the one it handed over to. */
  readonly keys: readonly VerifierKey[]
  readonly handovers: readonly Handover[]
  /** The keys to trust for a checkpoint of that size: an old key counts up to its handover. */
  readonly keysAt: (size: number) => readonly VerifierKey[]
}

/**
 * Follows a log's changes of key, oldest first. A trusted key is replaced by its successor, so that whoever steals it
 * later cannot sign for the log after the handover. A rotation from a key that is not trusted changes nothing, but must
 * hold together all the same. Throws `rotation-invalid`, or the errors of malformed parts.
 */
export async function followRotations(
  trusted: readonly VerifierKey[],
  rotations: readonly ProvenRotation[],
): Promise<FollowedRotations> {
  let keys = [...trusted]
  const handovers: Handover[] = []
  const retired: Handover[] = []
  for (const rotation of rotations) {
    const handover = await openHandover(rotation)
    const previous = handovers.at(-1)
    if (previous !== undefined && (handover.index <= previous.index || !isSameKey(previous.to, handover.from))) {
      throw invalid('the changes of key do not follow one another')
    }
    handovers.push(handover)
    if (!keys.some((key) => isSameKey(key, handover.from))) continue
    keys = keys.filter((key) => !isSameKey(key, handover.from) && !isSameKey(key, handover.to))
    keys.push(handover.to)
    retired.push(handover)
  }
  const keysAt = (size: number): VerifierKey[] => [
    ...keys,
    ...retired.filter(({ checkpoint }) => size <= checkpoint.size).map(({ from }) => from),
  ]
  return { keys, handovers, keysAt }
}

/** The two keys come from the entry itself: it is worth something once `from` is a key one trusts. */
async function openHandover({ entry, receipt }: ProvenRotation): Promise<Handover> {
  const { from, to } = await decodeKeyRotation(entry)
  const { index, proof, checkpoint: note } = parseReceipt(receipt)
  const checkpoint = await openCheckpoint(note, [from, to])
  // Both: the old key, or anybody could announce a successor; the new, or a key that nobody holds could be announced.
  if (checkpoint.signedBy.length !== 2) throw invalid('the checkpoint after it is not signed by both keys')
  const claim = { leafHash: await digestLeaf(entry), index, size: checkpoint.size, proof }
  const root = await runHashStepsInBrowser(inclusionRoot(claim))
  if (root === undefined || !equalBytes(root, checkpoint.root)) {
    throw invalid('the entry is not proven to be in the log that both keys signed')
  }
  return { from, to, index, checkpoint }
}

function isSameKey(one: VerifierKey, other: VerifierKey): boolean {
  return one.name === other.name && equalBytes(one.publicKey, other.publicKey)
}

function invalid(reason: string): LedgerError {
  return new LedgerError('rotation-invalid', `The change of the log\u2019s key does not hold: ${reason}.`)
}

import { openCheckpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { equalBytes } from '../encoding/bytes.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { digestLeaf, runHashStepsInBrowser } from '../merkle/hash-webcrypto.ts'
import { inclusionRoot } from '../merkle/inclusion-root.ts'
import { parseNote } from '../note/note-text.ts'
import { parseVerifierKeys } from '../note/verifier-key.ts'
import { followRotations, type ProvenRotation } from '../rotation/follow-rotations.ts'
import { meetsPolicy, type WitnessPolicy } from '../witness/policy.ts'
import { parseReceipt } from './receipt-text.ts'

export interface ReceiptClaim {
  /** The bytes of the `.tlog-proof` file. */
  readonly receipt: Uint8Array
  /** The log entry itself: the statement's canonical bytes, not their hash. */
  readonly leaf: Uint8Array
  /** The keys the reader trusts, got by another way than the receipt. */
  readonly vkeys: readonly string[]
  /** The log's changes of key since those, oldest first. */
  readonly rotations?: readonly ProvenRotation[]
  /** Witnesses of whom enough must have cosigned the checkpoint. */
  readonly policy?: WitnessPolicy
}

export type ReceiptVerdict =
  | {
      readonly ok: true
      readonly origin: string
      readonly index: number
      readonly size: number
      readonly root: Uint8Array
      readonly signedBy: readonly { readonly name: string; readonly keyId: string }[]
    }
  | { readonly ok: false; readonly problem: string }

/**
 * Verifies offline that an entry is in the log of one of the trusted keys. Never throws for bad input: the verdict
 * says in one sentence what is wrong. Runs the same in a browser and in Node.
 */
export async function verifyReceipt(claim: ReceiptClaim): Promise<ReceiptVerdict> {
  const { receipt, leaf, vkeys, rotations, policy } = claim
  try {
    const { index, proof, checkpoint } = parseReceipt(receipt)
    const followed = await followRotations(await parseVerifierKeys(vkeys), rotations ?? [])
    const trusted = followed.keysAt(parseCheckpoint(parseNote(checkpoint).text).size)
    const { origin, size, root, signedBy } = await openCheckpoint(checkpoint, trusted)
    if (policy !== undefined) {
      const { met, quorum, cosignedBy } = await meetsPolicy(checkpoint, policy)
      if (!met) return { ok: false, problem: `Only ${cosignedBy.length} of the ${quorum} witnesses needed cosigned.` }
    }
    const leafHash = await digestLeaf(leaf)
    const computed = await runHashStepsInBrowser(inclusionRoot({ leafHash, index, size, proof }))
    if (computed === undefined) {
      return { ok: false, problem: `The proof has the wrong shape for entry ${index} of ${size}.` }
    }
    if (!equalBytes(computed, root)) {
      return { ok: false, problem: `The proof does not lead from this entry at index ${index} to the signed root.` }
    }
    const keys = signedBy.map(({ name, keyId }) => ({ name, keyId }))
    return { ok: true, origin, index, size, root, signedBy: keys }
  } catch (error) {
    return { ok: false, problem: describeLedgerError(error) }
  }
}

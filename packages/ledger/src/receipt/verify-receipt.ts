import { openCheckpoint } from '../checkpoint/checkpoint.ts'
import { equalBytes } from '../encoding/bytes.ts'
import { describeLedgerError } from '../ledger-error.ts'
import { digestLeaf, runHashStepsInBrowser } from '../merkle/hash-webcrypto.ts'
import { inclusionRoot } from '../merkle/inclusion-root.ts'
import { parseVerifierKeys } from '../note/verifier-key.ts'
import { parseReceipt } from './receipt-text.ts'

export interface ReceiptClaim {
  /** The bytes of the `.tlog-proof` file. */
  readonly receipt: Uint8Array
  /** The log entry itself: the statement's canonical bytes, not their hash. */
  readonly leaf: Uint8Array
  /** The keys the reader trusts, got by another way than the receipt. */
  readonly vkeys: readonly string[]
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
export async function verifyReceipt({ receipt, leaf, vkeys }: ReceiptClaim): Promise<ReceiptVerdict> {
  try {
    const { index, proof, checkpoint } = parseReceipt(receipt)
    const { origin, size, root, signedBy } = await openCheckpoint(checkpoint, await parseVerifierKeys(vkeys))
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

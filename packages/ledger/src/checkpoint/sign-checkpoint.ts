import { LedgerError } from '../ledger-error.ts'
import { type Signer, signNote } from '../note/signer.ts'
import { type Checkpoint, encodeCheckpoint } from './checkpoint.ts'

/**
 * Signs a checkpoint. At least one signer must bear the origin's name. The caller answers for signing only checkpoints
 * consistent with every earlier one: signing two that contradict each other is the offence the log exists to reveal.
 */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): Uint8Array {
  if (!signers.some(({ name }) => name === checkpoint.origin)) {
    throw new LedgerError('key-invalid', `No signer is named "${checkpoint.origin}"; name the key after the origin.`)
  }
  return signNote(encodeCheckpoint(checkpoint), signers)
}

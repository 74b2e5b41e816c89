import { LedgerError } from '../ledger-error.ts'
import { parseVerifierKey, type VerifierKey } from '../note/verifier-key.ts'
import { decodeStatement } from '../statement/statement.ts'

/** The log entry by which a log announces that it signs with another key from now on. */
export const KEY_ROTATED = 'urn:evidentia:fact:log-key-rotated:v1'

/** Both keys bear the log's origin as their name. */
export interface KeyRotation {
  readonly from: VerifierKey
  readonly to: VerifierKey
}

/** Reads such an entry. Throws `rotation-invalid` when it is none, or the errors of a malformed statement. */
export async function decodeKeyRotation(entry: Uint8Array): Promise<KeyRotation> {
  const { predicateType, predicate } = decodeStatement(entry)
  const { from, to } = predicate
  if (predicateType !== KEY_ROTATED || typeof from !== 'string' || typeof to !== 'string') {
    throw new LedgerError(
      'rotation-invalid',
      `The entry is no key rotation (${KEY_ROTATED}) with the keys from and to.`,
    )
  }
  const rotation = { from: await parseVerifierKey(from), to: await parseVerifierKey(to) }
  if (rotation.from.name !== rotation.to.name || from === to) {
    throw new LedgerError('rotation-invalid', 'A key rotation leads from one key of a log to another of the same log.')
  }
  return rotation
}

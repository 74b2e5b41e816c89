import { encodeBase64 } from '../encoding/base64.ts'
import { LedgerError } from '../ledger-error.ts'
import { parseWitnessKey, type VerifierKey } from '../note/verifier-key.ts'
import { openCosignatures } from './cosignature.ts'

/** A witness: its verifier key of type 0x04, and where it takes checkpoints (C2SP tlog-witness submission prefix). */
export interface Witness {
  readonly vkey: string
  readonly url?: string
}

/** So many of these witnesses must have cosigned a checkpoint before it is believed. */
export interface WitnessPolicy {
  readonly witnesses: readonly Witness[]
  readonly quorum: number
}

export interface PolicyVerdict {
  readonly met: boolean
  readonly quorum: number
  /** Who cosigned and when, in seconds since 1970. */
  readonly cosignedBy: readonly { readonly name: string; readonly keyId: string; readonly timestamp: number }[]
}

/**
 * Whether enough witnesses cosigned a checkpoint. That the log signed it is for `openCheckpoint`. Throws
 * `policy-invalid`, `key-invalid`, `note-malformed` or `note-unverified`.
 */
export async function meetsPolicy(checkpoint: Uint8Array, policy: WitnessPolicy): Promise<PolicyVerdict> {
  const found = await openCosignatures(checkpoint, await readPolicy(policy))
  const cosignedBy = found.map(({ witness: { name, keyId }, timestamp }) => ({ name, keyId, timestamp }))
  return { met: found.length >= policy.quorum, quorum: policy.quorum, cosignedBy }
}

/** The witnesses' keys. Throws `policy-invalid` or `key-invalid`. */
export async function readPolicy({ witnesses, quorum }: WitnessPolicy): Promise<VerifierKey[]> {
  const keys = await Promise.all(witnesses.map(async ({ vkey }) => parseWitnessKey(vkey)))
  // What is signed does not name the witness, so one key under two names would count twice.
  if (new Set(keys.map(({ publicKey }) => encodeBase64(publicKey))).size !== keys.length) {
    throw new LedgerError('policy-invalid', 'The witness policy names one key twice; name each witness once.')
  }
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > keys.length) {
    throw new LedgerError(
      'policy-invalid',
      `The witness policy asks for ${quorum} of ${keys.length} witnesses; ask for at least one and at most all.`,
    )
  }
  return keys
}

import type { KeyObject } from 'node:crypto'
import { concatBytes } from '../encoding/bytes.ts'
import { type NoteSignature, parseNote } from '../note/note-text.ts'
import { createSignerOfType, type Signer } from '../note/signer.ts'
import { COSIGNATURE_TYPE } from '../note/verifier-key.ts'
import { cosignedMessage, encodeTimestamp } from './cosignature.ts'

/** A witness's key, from a 32-byte seed or an Ed25519 private key. Never the key of a log. Throws `key-invalid`. */
export function createWitnessSigner(key: Uint8Array | KeyObject, name: string): Signer {
  return createSignerOfType(key, name, COSIGNATURE_TYPE)
}

/**
 * Cosigns a checkpoint. The caller has verified that it is signed by its log and consistent with the largest one it
 * cosigned before. `timestamp` in seconds since 1970.
 */
export function cosignCheckpoint(checkpoint: Uint8Array, witness: Signer, timestamp: number): NoteSignature {
  const { text } = parseNote(checkpoint)
  const signature = witness.sign(cosignedMessage(text, timestamp))
  return {
    name: witness.name,
    keyId: witness.keyId,
    signature: concatBytes([encodeTimestamp(timestamp), signature]),
  }
}

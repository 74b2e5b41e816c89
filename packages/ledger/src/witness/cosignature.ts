import { encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { isSignatureValid } from '../note/open-note.ts'
import { type NoteSignature, parseNote } from '../note/note-text.ts'
import type { VerifierKey } from '../note/verifier-key.ts'

const TIMESTAMP_BYTES = 8

/** A witness's word: at `timestamp` (seconds since 1970, UTC) this was the largest tree it had seen of the log. */
export interface Cosignature {
  readonly witness: VerifierKey
  readonly timestamp: number
  readonly line: NoteSignature
}

/** What a witness signs (C2SP tlog-cosignature, `cosignature/v1`): its time, then the checkpoint's whole text. */
export function cosignedMessage(checkpointText: string, timestamp: number): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${timestamp}\n${checkpointText}`)
}

/** The timestamp as it precedes the signature, big-endian. */
export function encodeTimestamp(timestamp: number): Uint8Array {
  const bytes = new Uint8Array(TIMESTAMP_BYTES)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(timestamp))
  return bytes
}

/**
 * The cosignatures of known witnesses on a checkpoint, each witness once. Others are ignored; one by a known witness
 * that does not verify spoils the checkpoint, as with any note. Throws `note-malformed` or `note-unverified`.
 */
export async function openCosignatures(
  checkpoint: Uint8Array,
  witnesses: readonly VerifierKey[],
): Promise<Cosignature[]> {
  const { text, signatures } = parseNote(checkpoint)
  const found = new Map<VerifierKey, Cosignature>()
  for (const line of signatures) {
    const witness = witnesses.find(({ name, keyId }) => name === line.name && keyId === line.keyId)
    if (witness !== undefined) found.set(witness, await openLine(witness, line, text))
  }
  return [...found.values()]
}

async function openLine(witness: VerifierKey, line: NoteSignature, text: string): Promise<Cosignature> {
  const timestamp = readTimestamp(line.signature)
  const signature = line.signature.subarray(TIMESTAMP_BYTES)
  if (timestamp !== undefined && (await isSignatureValid(witness, signature, cosignedMessage(text, timestamp)))) {
    return { witness, timestamp, line }
  }
  throw new LedgerError('note-unverified', `The cosignature by ${witness.name} (${witness.keyId}) does not match.`)
}

function readTimestamp(bytes: Uint8Array): number | undefined {
  if (bytes.length < TIMESTAMP_BYTES) return undefined
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset, TIMESTAMP_BYTES).getBigUint64(0))
  return Number.isSafeInteger(seconds) ? seconds : undefined
}

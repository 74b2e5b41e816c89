import { encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { requireWebCrypto } from '../merkle/hash-webcrypto.ts'
import { parseNote, type UnverifiedNote } from './note-text.ts'
import type { VerifierKey } from './verifier-key.ts'

/** A note of which at least one known key signed the text. */
export interface VerifiedNote extends UnverifiedNote {
  /** The known keys that signed, each once. */
  readonly signedBy: readonly VerifierKey[]
}

/**
 * Verifies a signed note (C2SP signed-note). Signatures by unknown keys are ignored; a known key's signature that does
 * not verify spoils the note, as does the absence of any known key. Throws `note-malformed` or `note-unverified`.
 */
export async function openNote(bytes: Uint8Array, verifiers: readonly VerifierKey[]): Promise<VerifiedNote> {
  const note = parseNote(bytes)
  const message = encodeUtf8(note.text)
  const signedBy = new Set<VerifierKey>()
  for (const line of note.signatures) {
    const key = verifiers.find(({ name, keyId }) => name === line.name && keyId === line.keyId)
    if (key === undefined) continue
    if (!(await isSignatureValid(key, line.signature, message))) {
      throw new LedgerError('note-unverified', `The signature by ${key.name} (${key.keyId}) does not match the text.`)
    }
    signedBy.add(key)
  }
  if (signedBy.size === 0) {
    const names = [...new Set(note.signatures.map(({ name, keyId }) => `${name} (${keyId})`))].slice(0, 5).join(', ')
    throw new LedgerError('note-unverified', `No known key signed the note; it carries signatures by ${names}.`)
  }
  return { ...note, signedBy: [...signedBy] }
}

/** Whether this key made this Ed25519 signature over the message (RFC 8032). */
export async function isSignatureValid(key: VerifierKey, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  const publicKey = await (imported.get(key) ?? remember(key))
  return requireWebCrypto().verify('Ed25519', publicKey, new Uint8Array(signature), new Uint8Array(message))
}

/** A package is judged by one key several times. */
const imported = new WeakMap<VerifierKey, ReturnType<typeof importPublicKey>>()

async function remember(key: VerifierKey): ReturnType<typeof importPublicKey> {
  const publicKey = importPublicKey(key)
  imported.set(key, publicKey)
  return publicKey
}

async function importPublicKey(key: VerifierKey): ReturnType<typeof crypto.subtle.importKey> {
  try {
    return await requireWebCrypto().importKey('raw', new Uint8Array(key.publicKey), 'Ed25519', false, ['verify'])
  } catch (cause) {
    if (cause instanceof LedgerError) throw cause
    if (cause instanceof DOMException && cause.name === 'NotSupportedError') {
      throw new LedgerError('crypto-unavailable', 'This browser does not verify Ed25519; use a current one.', { cause })
    }
    throw new LedgerError('key-invalid', `The key of ${key.name} is not a usable Ed25519 public key.`, { cause })
  }
}

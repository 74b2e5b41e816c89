import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { concatBytes, encodeHex, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { digestSha256 } from '../merkle/hash-webcrypto.ts'

/** Signature type byte of plain Ed25519 notes (C2SP signed-note). */
export const ED25519_TYPE = 0x01
/** Signature type byte of timestamped Ed25519 cosignatures (C2SP tlog-cosignature). */
export const COSIGNATURE_TYPE = 0x04
const PUBLIC_KEY_BYTES = 32

/** A public key one trusts: `keyId` is 8 hexadecimal digits, `publicKey` 32 bytes. */
export interface VerifierKey {
  readonly name: string
  readonly keyId: string
  readonly publicKey: Uint8Array
}

/** Key names are non-empty and hold neither spaces nor plus nor control characters (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{C}]+$/u.test(name)
}

/** The text of a verifier key: `<name>+<key id>+<Base64 of type and public key>`. */
export function encodeVerifierKey(key: VerifierKey): string {
  return encodeKeyOfType(key, ED25519_TYPE)
}

/** The same for another type of note key. */
export function encodeKeyOfType({ name, keyId, publicKey }: VerifierKey, type: number): string {
  return `${name}+${keyId}+${encodeBase64(concatBytes([Uint8Array.of(type), publicKey]))}`
}

/** Reads one verifier key and checks that its id belongs to it. Throws `key-invalid`. */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  return parseKeyOfType(text, ED25519_TYPE)
}

/** Reads a witness's key: the same with the type of cosignatures. Throws `key-invalid`. */
export async function parseWitnessKey(text: string): Promise<VerifierKey> {
  return parseKeyOfType(text, COSIGNATURE_TYPE)
}

async function parseKeyOfType(text: string, expected: number): Promise<VerifierKey> {
  const [name, keyId, encoded] = splitKeyText(text)
  const key = decodeKeyBytes(encoded, text)
  const [type, publicKey] = [key[0], key.subarray(1)]
  if (type !== expected || publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new LedgerError(
      'key-invalid',
      `The key "${text}" is not an Ed25519 note key; use one of type 0x0${expected}.`,
    )
  }
  const digest = await digestSha256(keyIdInput(name, publicKey, expected))
  if (encodeHex(digest.subarray(0, 4)) !== keyId) {
    throw new LedgerError('key-invalid', `The key "${text}" has an id that does not belong to it; copy it again.`)
  }
  return { name, keyId, publicKey }
}

/**
 * Reads the keys one trusts, dropping repetitions. Two different keys with one name and id are refused: which of them
 * a signature means could not be told.
 */
export async function parseVerifierKeys(texts: readonly string[]): Promise<VerifierKey[]> {
  const known = new Map<string, VerifierKey>()
  for (const key of await Promise.all(texts.map(parseVerifierKey))) {
    const label = `${key.name}+${key.keyId}`
    const other = known.get(label)
    if (other !== undefined && !equalBytes(other.publicKey, key.publicKey)) {
      throw new LedgerError('key-invalid', `Two different keys are called ${label}; give only the one you trust.`)
    }
    known.set(label, key)
  }
  return [...known.values()]
}

/** What a key id is the first four bytes of the SHA-256 of. */
export function keyIdInput(name: string, publicKey: Uint8Array, type = ED25519_TYPE): Uint8Array {
  return concatBytes([encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey])
}

// The Base64 may itself hold plus signs, so only the first two separate.
function splitKeyText(text: string): [name: string, keyId: string, encoded: string] {
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? []
  if (name === undefined || keyId === undefined || encoded === undefined || !isKeyName(name)) {
    throw new LedgerError('key-invalid', `The key "${text.slice(0, 80)}" is not of the form <name>+<id>+<Base64>.`)
  }
  return [name, keyId, encoded]
}

function decodeKeyBytes(encoded: string, text: string): Uint8Array {
  try {
    return decodeBase64(encoded)
  } catch (cause) {
    throw new LedgerError('key-invalid', `The key "${text.slice(0, 80)}" holds malformed Base64.`, { cause })
  }
}

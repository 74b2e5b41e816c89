import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto'
import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { encodeNote } from './note-text.ts'
import { ED25519_TYPE, encodeKeyOfType, isKeyName, keyIdInput } from './verifier-key.ts'

/** A private key that signs notes under a name. */
export interface Signer {
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly keyId: string
  /** The text to give to whoever is to verify. */
  readonly vkey: string
  sign(message: Uint8Array): Uint8Array
}

// PKCS #8 wrapping of a 32-byte Ed25519 seed (RFC 8410 section 7).
const PKCS8_PREFIX = Uint8Array.from(Buffer.from('302e020100300506032b657004220420', 'hex'))
const SEED_BYTES = 32
const PRIVATE_KEY_PREFIX = 'PRIVATE+KEY+'

/** A signer from a 32-byte seed (RFC 8032) or an Ed25519 private key. Throws `key-invalid`. */
export function createSigner(key: Uint8Array | KeyObject, name: string): Signer {
  return createSignerOfType(key, name, ED25519_TYPE)
}

/** The same for another type of note key; what its signatures cover is the caller's business. */
export function createSignerOfType(key: Uint8Array | KeyObject, name: string, type: number): Signer {
  if (!isKeyName(name)) {
    throw new LedgerError('key-invalid', `"${name}" cannot name a key; leave out spaces, plus and control characters.`)
  }
  const privateKey = key instanceof Uint8Array ? importSeed(key) : key
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new LedgerError('key-invalid', `The key for ${name} is not an Ed25519 private key.`)
  }
  // SPKI ends in the 32 bytes of the public key (RFC 8410 section 4).
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })).slice(-32)
  const keyId = hash('sha256', keyIdInput(name, publicKey, type), 'hex').slice(0, 8)
  return {
    name,
    keyId,
    vkey: encodeKeyOfType({ name, keyId, publicKey }, type),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  }
}

/** Signs a text, which must end in a newline, with one or more keys. Throws `note-malformed`. */
export function signNote(text: string, signers: readonly Signer[]): Uint8Array {
  const message = encodeUtf8(text)
  const signatures = signers.map((signer) => ({
    name: signer.name,
    keyId: signer.keyId,
    signature: signer.sign(message),
  }))
  return encodeNote({ text, signatures })
}

/** The text of a private key, as other note tools write it: `PRIVATE+KEY+<name>+<id>+<Base64 of type and seed>`. */
export function encodeSignerKey(seed: Uint8Array, name: string): string {
  const { keyId } = createSigner(seed, name)
  return `${PRIVATE_KEY_PREFIX}${name}+${keyId}+${encodeBase64(concatBytes([Uint8Array.of(ED25519_TYPE), seed]))}`
}

/** Reads such a text. Errors never repeat the key. Throws `key-invalid`. */
export function parseSignerKey(text: string): Signer {
  const [, name, keyId, encoded] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? []
  if (name === undefined || encoded === undefined) throw unreadable()
  const bytes = decodeSecret(encoded)
  if (bytes[0] !== ED25519_TYPE) throw unreadable()
  const signer = createSigner(bytes.subarray(1), name)
  if (signer.keyId !== keyId) throw unreadable()
  return signer
}

function importSeed(seed: Uint8Array): KeyObject {
  if (seed.length !== SEED_BYTES) {
    throw new LedgerError('key-invalid', `An Ed25519 seed has ${SEED_BYTES} bytes and ${seed.length} were given.`)
  }
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
}

function decodeSecret(encoded: string): Uint8Array {
  try {
    return decodeBase64(encoded)
  } catch {
    // The cause would quote the secret.
    throw unreadable()
  }
}

function unreadable(): LedgerError {
  return new LedgerError('key-invalid', 'The private key is not of the form PRIVATE+KEY+<name>+<id>+<Base64>.')
}

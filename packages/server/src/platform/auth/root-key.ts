import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { chmod, open, readFile, stat } from 'node:fs/promises'
import { ConfigurationError } from '../../configuration-error.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Where a sealed secret stands. It is bound to that place: moved to another row or column, it does not open. */
export interface SecretPlace {
  readonly table: string
  readonly row: string
  readonly column: string
}

/** The installation's one secret. Every other key is derived from it, so the database holds none (RFC 5869). */
export class RootKey {
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    if (bytes.length !== KEY_BYTES)
      throw new ConfigurationError(`A root key has ${KEY_BYTES} bytes and ${bytes.length} were given.`)
    this.#bytes = bytes
  }

  /** 32 bytes that only this root key and `info` give. */
  derive(info: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, Buffer.alloc(0), info, KEY_BYTES))
  }

  /** AES-256-GCM: nonce, tag, ciphertext. The key is derived for the place, which is authenticated as well. */
  seal(place: SecretPlace, secret: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.derive(describePlace(place)), nonce)
    cipher.setAAD(Buffer.from(describePlace(place)))
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** Opens what `seal` gave for the same place; throws when anything differs. */
  open(place: SecretPlace, sealed: Uint8Array): Buffer {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.derive(describePlace(place)),
      bytes.subarray(0, NONCE_BYTES),
      { authTagLength: TAG_BYTES },
    )
    decipher.setAAD(Buffer.from(describePlace(place)))
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  }
}

/**
 * Reads the root key, creating it where `mayCreate` and it is missing. Refuses a file that others can read: a backup
 * or a neighbour who has the key can sign as this log.
 */
export async function loadRootKey(file: string, mayCreate: boolean): Promise<RootKey> {
  const found = await stat(file).catch(ignoreMissing)
  if (found === null) {
    if (!mayCreate)
      throw new ConfigurationError(
        `The root key ${file} does not exist; restore it, because signatures and sealed secrets depend on it.`,
      )
    return createRootKey(file)
  }
  if ((found.mode & 0o077) !== 0)
    throw new ConfigurationError(`The root key ${file} can be read by others; run chmod 600 on it.`)
  const bytes = await readFile(file)
  if (bytes.length !== KEY_BYTES)
    throw new ConfigurationError(
      `The root key ${file} has ${bytes.length} bytes instead of ${KEY_BYTES}; restore the original file.`,
    )
  return new RootKey(bytes)
}

async function createRootKey(file: string): Promise<RootKey> {
  const bytes = randomBytes(KEY_BYTES)
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await chmod(file, 0o600)
  return new RootKey(bytes)
}

function describePlace({ table, row, column }: SecretPlace): string {
  return `evidentia/secret/v1/${table}/${row}/${column}`
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

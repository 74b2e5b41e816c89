import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { createSigner, parseSignerKey, type Signer } from '@evidentia/ledger'
import { Refusal } from '../output/explain-error.ts'

const KEY_BYTES_LIMIT = 4096
const OTHERS = 0o077

/** The signer in a private key file. A key that others on the machine can read signs nothing. */
export async function openSigningKey(path: string): Promise<Signer> {
  const file = await open(path, 'r')
  try {
    const { mode, size } = await file.stat()
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new Refusal(1, `The key file ${path} can be read by other users; run chmod 600 on it, or make a new key.`)
    }
    if (size > KEY_BYTES_LIMIT)
      throw new Refusal(1, `${path} is not a private key; make one with evidentia keygen FILE.`)
    return parseSignerKey(await file.readFile('utf8'))
  } finally {
    await file.close()
  }
}

/** A signer whose key exists for one package and is forgotten with it. */
export function makePassingSigner(name: string): Signer {
  return createSigner(new Uint8Array(randomBytes(32)), name)
}

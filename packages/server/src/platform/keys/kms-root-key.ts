import { open, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { ConfigurationError } from '../../configuration-error.ts'
import { RootKey } from '../auth/root-key.ts'

// Authenticated by KMS: what was wrapped for something else does not open as a root key, and its log says what was opened.
const EncryptionContext = { purpose: 'evidentia-root-key' }

/** Where a root key wrapped by AWS KMS is, and by which key. */
export interface KmsPlace {
  /** Id, ARN or alias of a symmetric key. */
  readonly keyId: string
  /** The wrapped root key; useless without the key service. */
  readonly file: string
  /** A root key lying open beside it, which a new one must not quietly replace. */
  readonly openFile: string
}

/**
 * The root key, opened by AWS KMS: only its wrapped form is on the disk, and each start asks the service, which can refuse and
 * which keeps a record. Made by the service when there is none yet. Region, credentials and endpoint come from the environment,
 * as the AWS SDK finds them.
 */
export async function openKmsRootKey(place: KmsPlace): Promise<RootKey> {
  const client = new KMSClient(regionOf(place.keyId))
  try {
    const wrapped = await readFile(place.file).catch(ignoreMissing)
    return wrapped === null ? await makeRootKey(client, place) : await unwrap(client, place, wrapped)
  } finally {
    client.destroy()
  }
}

async function unwrap(client: KMSClient, { keyId, file }: KmsPlace, wrapped: Buffer): Promise<RootKey> {
  const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext })
  const { Plaintext } = await client.send(command).catch((cause: unknown) => {
    throw new ConfigurationError(`AWS KMS did not open the root key in ${file} with ${keyId}: ${nameOf(cause)}.`, {
      cause,
    })
  })
  return rootKeyOf(Plaintext)
}

async function makeRootKey(client: KMSClient, { keyId, file, openFile }: KmsPlace): Promise<RootKey> {
  if ((await stat(openFile).catch(ignoreMissing)) !== null)
    throw new ConfigurationError(
      `There is a root key in ${openFile} and none in ${file}; wrap it with aws kms encrypt (docs/operating.md), then remove it.`,
    )
  const command = new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext })
  const { Plaintext, CiphertextBlob } = await client.send(command).catch((cause: unknown) => {
    throw new ConfigurationError(`AWS KMS did not make a root key with ${keyId}: ${nameOf(cause)}.`, { cause })
  })
  const made = rootKeyOf(Plaintext)
  if (CiphertextBlob === undefined) throw new ConfigurationError('AWS KMS gave no wrapped root key.')
  await writeDurably(file, CiphertextBlob)
  return made
}

/** Used only after it cannot be lost any more: what it signs and seals depends on it. */
async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function rootKeyOf(bytes: Uint8Array | undefined): RootKey {
  if (bytes === undefined) throw new ConfigurationError('AWS KMS gave no root key.')
  return new RootKey(Buffer.from(bytes))
}

// An ARN says its region itself: arn:aws:kms:<region>:<account>:key/<id>.
function regionOf(keyId: string): { region?: string } {
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1]
  return region === undefined ? {} : { region }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

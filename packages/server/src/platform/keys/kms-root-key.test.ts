import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../config.ts'
import { ConfigurationError } from '../../configuration-error.ts'
import { explainMissingMoto, type Moto, startMoto } from '../../testing/moto.ts'
import { createTestOrganization, startTestServer } from '../../testing/test-server.ts'
import { openRootKey } from './open-root-key.ts'

const missingMoto = explainMissingMoto()

describe.skipIf(missingMoto !== null)(`the root key in AWS KMS (${missingMoto ?? 'moto'})`, () => {
  let moto: Moto
  let client: KMSClient
  let folder: string

  beforeAll(async () => {
    moto = await startMoto()
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', moto.endpoint)
    vi.stubEnv('AWS_REGION', 'us-east-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    client = new KMSClient({})
  }, 200_000)
  afterAll(async () => {
    client?.destroy()
    vi.unstubAllEnvs()
    await moto?.stop()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidentia-kms-'))
  })
  afterEach(async () => rm(folder, { recursive: true, force: true }))

  async function createKey(): Promise<{ id: string; arn: string }> {
    const { KeyMetadata: made } = await client.send(new CreateKeyCommand({}))
    return { id: made?.KeyId ?? '', arn: made?.Arn ?? '' }
  }

  async function derived(keyId: string): Promise<string> {
    const config = readConfig({ EVIDENTIA_DATA: folder, EVIDENTIA_ROOT_KEY_KMS: keyId })
    return (await openRootKey(config)).derive('test').toString('hex')
  }

  it('is made once, kept wrapped only, and opened again by the service', async () => {
    const { id, arn } = await createKey()
    const first = await derived(id)
    expect(await derived(arn)).toBe(first)
    expect(((await stat(join(folder, 'root.key.kms'))).mode & 0o077).toString(8)).toBe('0')
    await expect(stat(join(folder, 'root.key'))).rejects.toMatchObject({ code: 'ENOENT' })
    const other = await createKey()
    await rm(join(folder, 'root.key.kms'))
    expect(await derived(other.id)).not.toBe(first)
  })

  it('is refused when the service refuses, the file was changed, or the wrong thing was wrapped', async () => {
    const { id } = await createKey()
    await expect(derived('alias/nobody')).rejects.toThrow(/did not make a root key with alias\/nobody: NotFound/)
    await derived(id)
    const file = join(folder, 'root.key.kms')
    const wrapped = await readFile(file)
    const changed = Buffer.from(wrapped)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    await writeFile(file, changed)
    await expect(derived(id)).rejects.toThrow(ConfigurationError)
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.alloc(32, 7) }))
    await writeFile(file, CiphertextBlob ?? '')
    await expect(derived(id)).rejects.toThrow(/did not open the root key/)
    await writeFile(file, wrapped)
    const other = await createKey()
    await expect(derived(other.id)).rejects.toThrow(/did not open the root key/)
  })

  it('does not quietly replace a root key that lies open, and takes it over when it was wrapped', async () => {
    const { id } = await createKey()
    const open = await openRootKey(readConfig({ EVIDENTIA_DATA: folder }))
    await expect(derived(id)).rejects.toThrow(/wrap it with aws kms encrypt/)
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({
        KeyId: id,
        Plaintext: await readFile(join(folder, 'root.key')),
        EncryptionContext: { purpose: 'evidentia-root-key' },
      }),
    )
    await writeFile(join(folder, 'root.key.kms'), CiphertextBlob ?? '')
    expect(await derived(id)).toBe(open.derive('test').toString('hex'))
  })

  it('serves a whole server, whose data folder holds no open root key', async () => {
    const { id } = await createKey()
    const server = await startTestServer({ EVIDENTIA_ROOT_KEY_KMS: id })
    try {
      const own = await createTestOrganization(server, 'own')
      expect((await server.request('GET', '/api/v1/evidence', { key: own.keys.auditor })).status).toBe(200)
      await expect(stat(join(server.dataFolder, 'root.key'))).rejects.toMatchObject({ code: 'ENOENT' })
      await copyFile(join(server.dataFolder, 'root.key.kms'), join(folder, 'root.key.kms'))
      expect(await derived(id)).toBe(server.installation.rootKey.derive('test').toString('hex'))
    } finally {
      await server.stop()
    }
  })
})

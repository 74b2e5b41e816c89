import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { randomBytes, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ceph, explainMissingCeph, startCeph } from '../../testing/ceph.ts'
import { claimFor, createTestOrganization, formOf, startTestServer } from '../../testing/test-server.ts'
import { destroyKey, rotateKey } from '../keys/change-keys.ts'
import type { ObjectStore } from './object-store.ts'
import { openObjects } from './open-objects.ts'

const lockDays = 30
const missingCeph = explainMissingCeph()
let folder: string
let ceph: Ceph

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-objects-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function sourceOf(bytes: Uint8Array): Promise<{ path: string; size: number }> {
  const path = join(folder, randomUUID())
  await writeFile(path, bytes)
  return { path, size: bytes.length }
}

async function readAll(store: ObjectStore, name: string): Promise<Buffer> {
  return Buffer.concat(await collect(store.open(name)))
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of source) found.push(one)
  return found
}

function contract(open: () => Promise<ObjectStore>): void {
  let store: ObjectStore
  const own = randomUUID()
  beforeAll(async () => {
    store = await open()
  })

  // The last is more than two parts of a multipart upload.
  for (const size of [0, 1, 4096, 8 * 1024 * 1024, 17 * 1024 * 1024 + 5]) {
    it(`gives ${size} bytes back as they were put`, async () => {
      const bytes = randomBytes(size)
      await store.put(`${own}/aa/${size}`, await sourceOf(bytes), null)
      expect(await store.has(`${own}/aa/${size}`)).toBe(true)
      expect((await readAll(store, `${own}/aa/${size}`)).equals(bytes)).toBe(true)
    })
  }

  it('says that an object is missing, with the code of its own', async () => {
    expect(await store.has(`${own}/aa/none`)).toBe(false)
    await expect(readAll(store, `${own}/aa/none`)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await store.remove(`${own}/aa/none`)).toBe(true)
  })

  it('lists what is below a prefix, with sizes and times, and nothing else', async () => {
    const other = randomUUID()
    const before = Date.now()
    await store.put(`${other}/ab/one`, await sourceOf(randomBytes(10)), null)
    await store.putSmall(`${other}/keys/two`, randomBytes(20))
    const found = await collect(store.list(`${other}/`))
    expect(new Map(found.map(({ name, size }) => [name, size]))).toEqual(
      new Map([
        [`${other}/ab/one`, 10],
        [`${other}/keys/two`, 20],
      ]),
    )
    for (const { storedAt } of found) expect(Math.abs(storedAt.getTime() - before)).toBeLessThan(60_000)
    expect(await collect(store.list(`${randomUUID()}/`))).toEqual([])
  })

  it('removes a small object for good', async () => {
    await store.putSmall(`${own}/keys/k`, Buffer.from('wrapped'))
    expect(await store.remove(`${own}/keys/k`)).toBe(true)
    expect(await store.has(`${own}/keys/k`)).toBe(false)
  })

  it('keeps one whole object when the same name is put by many at once', async () => {
    const bytes = randomBytes(200_000)
    const sources = await Promise.all(Array.from({ length: 8 }, async () => sourceOf(bytes)))
    await Promise.all(sources.map(async (source) => store.put(`${own}/ac/many`, source, null)))
    expect((await readAll(store, `${own}/ac/many`)).equals(bytes)).toBe(true)
  })
}

describe('a folder of artifacts', () => {
  contract(async () => openObjects(null, lockDays, join(folder, 'objects')))

  it('removes artifacts when asked', async () => {
    const store = await openObjects(null, lockDays, join(folder, 'objects'))
    await store.put('o/aa/x', await sourceOf(randomBytes(10)), null)
    expect(await store.remove('o/aa/x')).toBe(true)
    await store.put('o/aa/y', await sourceOf(randomBytes(10)), null)
    await store.removeAll('o/')
    expect(await collect(store.list('o/'))).toEqual([])
    await store.put('o/aa/z', await sourceOf(randomBytes(10)), null)
    expect(await store.has('o/aa/z')).toBe(true)
  })
})

describe.skipIf(missingCeph !== null)(`S3 with Object Lock (${missingCeph ?? 'Ceph RGW'})`, () => {
  const open = async (bucket: string): Promise<ObjectStore> =>
    openObjects(`s3://${bucket}/prefix?endpoint=${ceph.endpoint}&region=us-east-1`, lockDays, folder)
  const target = (name: string) => ({ Bucket: 'locked', Key: `prefix/${name}` })

  beforeAll(async () => {
    ceph = await startCeph()
    await ceph.createBucket('locked')
    process.env['AWS_ACCESS_KEY_ID'] = ceph.credentials.accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = ceph.credentials.secretAccessKey
  })
  afterAll(async () => {
    delete process.env['AWS_ACCESS_KEY_ID']
    delete process.env['AWS_SECRET_ACCESS_KEY']
    await ceph?.stop()
  })

  contract(async () => open('locked'))

  // One upload in one piece, one in parts.
  for (const size of [1000, 9 * 1024 * 1024]) {
    it(`locks ${size} bytes so that no version is deleted and no lock shortened`, async () => {
      const store = await open('locked')
      const name = `org/aa/locked-${size}`
      await store.put(name, await sourceOf(randomBytes(size)), null)
      expect(await store.remove(name)).toBe(false)
      expect(await store.has(name)).toBe(true)

      const head = await ceph.client.send(new HeadObjectCommand(target(name)))
      expect(head.ObjectLockMode).toBe('COMPLIANCE')
      const days = ((head.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / (24 * 60 * 60 * 1000)
      expect(days).toBeGreaterThan(lockDays - 0.01)

      const version = { ...target(name), VersionId: head.VersionId }
      await expectForbidden(ceph.client.send(new DeleteObjectCommand(version)))
      await expectForbidden(ceph.client.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true })))
      const sooner = { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + 60_000) } as const
      await expectForbidden(ceph.client.send(new PutObjectRetentionCommand({ ...version, Retention: sooner })))
      const weaker = { Mode: 'GOVERNANCE', RetainUntilDate: head.ObjectLockRetainUntilDate } as const
      await expectForbidden(ceph.client.send(new PutObjectRetentionCommand({ ...version, Retention: weaker })))
      expect(await store.has(name)).toBe(true)
    })
  }

  it('leaves no version of a removed key behind', async () => {
    const store = await open('locked')
    await store.putSmall('org/keys/k', Buffer.from('first'))
    await store.putSmall('org/keys/k', Buffer.from('second'))
    expect(await store.remove('org/keys/k')).toBe(true)
    const left = await ceph.client.send(
      new ListObjectVersionsCommand({ Bucket: 'locked', Prefix: 'prefix/org/keys/k' }),
    )
    expect([...(left.Versions ?? []), ...(left.DeleteMarkers ?? [])]).toEqual([])
  })

  it('serves a whole server: evidence is sealed, locked and read back, and a destroyed key makes it unreadable', async () => {
    await ceph.createBucket('server')
    const server = await startTestServer({ EVIDENTIA_BLOBS: `s3://server?endpoint=${ceph.endpoint}` })
    try {
      const own = await createTestOrganization(server, 'own')
      const form = formOf(claimFor(own), 'drill.txt', 'restored in 41 minutes')
      const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
      expect(reply.status).toBe(201)
      const { evidence } = reply.json<{ evidence: { id: string; artifact: { sha256: string } } }>()
      const read = async () =>
        server.request('GET', `/api/v1/evidence/${evidence.id}/artifact`, { key: own.keys.auditor })
      expect((await read()).text).toBe('restored in 41 minutes')
      const { blobs, blobKeys } = server.installation
      expect(await blobs.remove(own.organization, evidence.artifact.sha256)).toBe(false)

      const scope = {
        organization: own.organization,
        actor: { type: 'system', id: 'test', name: 'Test' } as const,
        request: null,
      }
      const parts = { transactions: server.services.transactions, keys: blobKeys, blobs }
      const [old] = await blobKeys.list(own.organization)
      await rotateKey(parts, scope, 'test')
      expect(await destroyKey(parts, scope, old?.id ?? '', 'test')).toBe(true)
      const refused = await read()
      expect(refused.status).toBe(410)
      expect(refused.text).toContain('was destroyed')
      expect(await blobs.list(own.organization)).toEqual([evidence.artifact.sha256])
    } finally {
      await server.stop()
    }
  })

  it('refuses a bucket that is missing, has no lock, or locks keys as well', async () => {
    await ceph.createBucket('plain', false)
    await ceph.createBucket('greedy')
    await ceph.client.send(
      new PutObjectLockConfigurationCommand({
        Bucket: 'greedy',
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } },
        },
      }),
    )
    await expect(open('nowhere')).rejects.toThrow(/bucket nowhere cannot be used/)
    await expect(open('plain')).rejects.toThrow(/bucket plain .*Object Lock/)
    await expect(open('greedy')).rejects.toThrow(/default retention/)
  })
})

async function expectForbidden(answer: Promise<unknown>): Promise<void> {
  const error = await answer.then(
    () => null,
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(S3ServiceException)
  expect(error instanceof S3ServiceException ? error.$metadata.httpStatusCode : 0).toBe(403)
}

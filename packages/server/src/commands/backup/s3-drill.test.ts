import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { openInstallation } from '../../installation.ts'
import { type Ceph, explainMissingCeph, startCeph } from '../../testing/ceph.ts'
import { dumpOrganization } from '../../testing/snapshot.ts'
import { makeDataFolder, removeDataFolder } from '../../testing/data-folder.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { checkOrganization } from '../fsck/fsck.ts'
import { type BackupCount, backUp } from './backup.ts'
import { BackupPlace } from './place.ts'
import { restore } from './restore.ts'

const missingCeph = explainMissingCeph()
const report = new URL('../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url)
const Bucket = 'backups'

describe.skipIf(missingCeph !== null)(`a backup in S3 (${missingCeph ?? 'Ceph RGW'})`, () => {
  let ceph: Ceph
  let server: TestServer
  let own: TestOrganization
  let place = ''

  beforeAll(async () => {
    ceph = await startCeph()
    await ceph.createBucket(Bucket)
    await ceph.createBucket('artifacts')
    process.env['AWS_ACCESS_KEY_ID'] = ceph.credentials.accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = ceph.credentials.secretAccessKey
    place = `s3://${Bucket}/nightly?endpoint=${ceph.endpoint}&region=us-east-1`
    server = await startTestServer()
    own = await createTestOrganization(server, 'own')
    const actor = { type: 'system', id: 'test', name: 'Test' } as const
    await server.services.transactions.write(
      { organization: own.organization, actor, request: null },
      async (writer) => {
        for (let n = 0; n < 260; n += 1) await writer.seal('signed-in', { user: own.account, method: 'passkey' })
      },
    )
  })
  afterAll(async () => {
    delete process.env['AWS_ACCESS_KEY_ID']
    delete process.env['AWS_SECRET_ACCESS_KEY']
    await server?.stop()
    await ceph?.stop()
  })

  async function record(name: string, bytes: Uint8Array | string, requirement?: string): Promise<void> {
    const form = formOf(claimFor(own, requirement), name, bytes)
    const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
    expect(reply.status, reply.text).toBe(201)
  }

  async function backUpOwn(): Promise<BackupCount> {
    return backUp(server.installation, own.organization, await BackupPlace.open(place, server.installation.config))
  }

  async function listStored(): Promise<string[]> {
    const { Contents = [] } = await ceph.client.send(new ListObjectsV2Command({ Bucket }))
    return Contents.map(({ Key = '' }) => Key)
  }

  it('copies what is new and nothing else, and replaces partial tiles', async () => {
    await record('report.csv', await readFile(report), 'access-removal/account-listing')
    const first = await backUpOwn()
    expect(first.copied).toBeGreaterThan(5)
    expect(await backUpOwn()).toMatchObject({ copied: 0, kept: first.copied })
    await record('drill.txt', 'restored in 41 minutes')
    // One artifact, and the partial tiles at the right edge: entries and hashes.
    expect((await backUpOwn()).copied).toBe(3)
    const partials = (await listStored()).filter((name) => /entries\/.*\.p\/\d+$/.test(name))
    expect(partials).toHaveLength(1)
  })

  it('holds nothing that can be read, with artifacts and full tiles locked', async () => {
    let locked = 0
    for (const Key of await listStored()) {
      const found = await ceph.client.send(new GetObjectCommand({ Bucket, Key }))
      const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? [])
      for (const word of ['restored in 41', 'Person own', '@own.example', 'urn:evidentia', 'Backup platform'])
        expect(bytes.includes(word), `${Key}: ${word}`).toBe(false)
      const head = await ceph.client.send(new HeadObjectCommand({ Bucket, Key }))
      if (head.ObjectLockMode === 'COMPLIANCE') locked += 1
      expect(head.ObjectLockMode === 'COMPLIANCE', Key).toBe(!/\.p\/|\/keys\/|checkpoint$/.test(Key))
    }
    expect(locked).toBeGreaterThan(3)
  })

  it('is restored elsewhere, into another locked bucket: the same rows, nothing for fsck to say', async () => {
    const before = await dumpOrganization(server, own.organization)
    const dataFolder = await makeDataFolder()
    try {
      await copyFile(join(server.dataFolder, 'root.key'), join(dataFolder, 'root.key'))
      const config = readConfig({
        PORT: '0',
        EVIDENTIA_DATA: dataFolder,
        EVIDENTIA_LOG_LEVEL: 'silent',
        EVIDENTIA_BLOBS: `s3://artifacts?endpoint=${ceph.endpoint}`,
      })
      const said: string[] = []
      await restore(config, place, (line) => said.push(line))
      expect(said.at(-1)).toMatch(/entries restored and replayed$/)
      const installation = await openInstallation(config, () => undefined)
      try {
        const asOwner: TestServer['asOwner'] = async (work) => {
          const client = new pg.Client({ connectionString: installation.addresses.owner })
          await client.connect()
          try {
            return await work(client)
          } finally {
            await client.end()
          }
        }
        expect(await dumpOrganization({ asOwner }, own.organization)).toEqual(before)
        const verdict = await checkOrganization(installation, own.organization, { published: true, pinned: [] })
        expect(verdict.problems).toEqual([])
        expect(verdict.artifacts).toBe(3)
        const [sha256 = ''] = await installation.blobs.list(own.organization)
        expect(await installation.blobs.readLock(own.organization, sha256)).toEqual({
          until: new Date('2032-04-01T00:00:00Z'),
          isHeld: false,
        })
      } finally {
        await installation.close()
      }
    } finally {
      await removeDataFolder(dataFolder)
    }
  })
})

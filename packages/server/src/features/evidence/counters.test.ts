import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { evidenceClaimSchema } from '@evidentia/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const artifactBytes = 4096
let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'counted')
  // Only what recording costs is counted here.
  await server.services.stopJobs()
})
afterAll(async () => server.stop())

/** What PostgreSQL wrote to its log and how often it made that durable, by its own account. */
async function readWal(): Promise<{ bytes: number; syncs: number }> {
  return server.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: string; syncs: string }>(
      `select (select wal_bytes from pg_stat_wal)::text as bytes,
        (select sum(fsyncs) from pg_stat_io where object = 'wal')::text as syncs`,
    )
    return { bytes: Number(rows[0]?.bytes), syncs: Number(rows[0]?.syncs) }
  })
}

/** What idle connections have counted is told to the statistics within a second or so. */
async function settle(): Promise<void> {
  await new Promise((done) => setTimeout(done, 2_500))
}

function artifact(): Buffer {
  return Buffer.concat([Buffer.from('artifact'), randomBytes(artifactBytes - 8)])
}

async function recordOne(at: number): Promise<void> {
  const form = formOf(claimFor(own), `file-${at}.bin`, artifact())
  const { status } = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
  expect(status).toBe(201)
}

async function recordBatch(size: number): Promise<void> {
  const { blobs } = server.installation
  const scope = {
    organization: own.organization,
    actor: { type: 'system', id: 'test', name: 'Test' },
    request: null,
  } as const
  const claim = evidenceClaimSchema.parse(claimFor(own))
  const deposits = await Promise.all(
    Array.from({ length: size }, async (_, at) => {
      const source = (async function* () {
        yield artifact()
      })()
      const blob = await blobs.stage(own.organization, source, artifactBytes, 'file')
      return { name: `file-${at}.bin`, blob, claim, broughtBy: { type: 'folder', id: 'test' } as const }
    }),
  )
  await server.services.evidence.recordAll(scope, deposits)
}

describe('recording costs, counted', () => {
  it('one artifact by itself: a sync of its file, of its folder, and of the log of PostgreSQL', async () => {
    // Fills the 256 folders, which cost a sync each when they are made.
    for (let at = 0; at < 12; at += 1) await recordBatch(100)
    const handle = await open(server.dataFolder, 'r')
    const prototype: { sync(): Promise<void> } = Object.getPrototypeOf(handle)
    await handle.close()
    await settle()
    const before = await readWal()
    const sync = vi.spyOn(prototype, 'sync')
    const count = 40
    for (let at = 0; at < count; at += 1) await recordOne(at)
    const syncs = sync.mock.calls.length
    sync.mockRestore()
    await settle()
    const after = await readWal()
    const made = syncs - 2 * count
    expect(made).toBeGreaterThanOrEqual(0)
    expect(made).toBeLessThanOrEqual(4)
    const wal = (after.syncs - before.syncs) / count
    // A connection tells its last counts late; one more now and then belongs to a full page of the log.
    expect(wal).toBeGreaterThan(0.7)
    expect(wal).toBeLessThan(1.2)
  })

  it('sixteen callers at once share the syncs of the log of PostgreSQL', async () => {
    await settle()
    const before = await readWal()
    const rounds = 10
    for (let round = 0; round < rounds; round += 1)
      await Promise.all(Array.from({ length: 16 }, async (_, at) => recordOne(at)))
    await settle()
    expect(((await readWal()).syncs - before.syncs) / (16 * rounds)).toBeLessThan(0.6)
  })

  it('batches of 100 artifacts of 4 KiB: bytes written per byte of payload', async () => {
    await settle()
    const before = await readWal()
    const batches = 10
    for (let batch = 0; batch < batches; batch += 1) await recordBatch(100)
    await settle()
    const payload = batches * 100 * artifactBytes
    const sealed = batches * 100 * (artifactBytes + 53 + 16)
    const written = (sealed + (await readWal()).bytes - before.bytes) / payload
    // The goal is 1.3, and it is missed: 1.02 is the sealed artifact, the rest its entry, its row and their indexes (3.4 KiB).
    expect(written).toBeGreaterThan(1.3)
    expect(written).toBeLessThan(2.1)
  })
})

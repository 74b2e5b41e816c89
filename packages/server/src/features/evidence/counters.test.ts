import { randomBytes } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
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

/** What PostgreSQL wrote to its log and how often it made that durable, by its own account: all of it, and its connections alone. */
async function readWal(): Promise<{ bytes: number; syncs: number; ofConnections: number }> {
  await endConnections()
  return server.asOwner(async (client) => {
    const { rows } = await client.query<{ bytes: string; syncs: string; own: string }>(
      `select (select wal_bytes from pg_stat_wal)::text as bytes, sum(fsyncs)::text as syncs,
        sum(fsyncs) filter (where backend_type = 'client backend')::text as own
        from pg_stat_io where object = 'wal'`,
    )
    return { bytes: Number(rows[0]?.bytes), syncs: Number(rows[0]?.syncs), ofConnections: Number(rows[0]?.own) }
  })
}

/**
 * Ends the server's connections, which it opens again when it needs them: PostgreSQL tells what a connection counted up to ten
 * seconds late, and all of it when the connection ends.
 */
async function endConnections(): Promise<void> {
  await server.asApp(async (client) => {
    for (;;) {
      const { rows } = await client.query<{ ended: boolean | null }>(
        `select case when state = 'idle' then pg_terminate_backend(pid, 10000) end as ended
          from pg_stat_activity where application_name = 'evidentia'`,
      )
      if (rows.length === 0) return
    }
  })
}

/** The folders that artifacts are in; there are 256 in the end. */
async function countFolders(): Promise<number> {
  return (await readdir(join(server.dataFolder, 'blobs', own.organization))).length
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
    // The first stores the organization's key as well.
    await recordOne(0)
    const folders = await countFolders()
    const handle = await open(server.dataFolder, 'r')
    const prototype: { sync(): Promise<void> } = Object.getPrototypeOf(handle)
    await handle.close()
    const before = await readWal()
    const sync = vi.spyOn(prototype, 'sync')
    const count = 40
    for (let at = 1; at <= count; at += 1) await recordOne(at)
    const syncs = sync.mock.calls.length
    sync.mockRestore()
    const after = await readWal()
    // A folder costs one more, once, when it is made.
    expect(syncs).toBe(2 * count + (await countFolders()) - folders)
    // Nobody shares a commit here, and a connection syncs for nothing but its commit. PostgreSQL's own writer may come in between,
    // and once in a while a page of the log is full.
    expect(after.syncs - before.syncs).toBeGreaterThanOrEqual(count)
    expect(after.ofConnections - before.ofConnections).toBeLessThanOrEqual(1.1 * count)
  })

  it('sixteen callers at once share the syncs of the log of PostgreSQL', async () => {
    const before = await readWal()
    const rounds = 10
    for (let round = 0; round < rounds; round += 1)
      await Promise.all(Array.from({ length: 16 }, async (_, at) => recordOne(at)))
    expect(((await readWal()).ofConnections - before.ofConnections) / (16 * rounds)).toBeLessThan(0.6)
  })

  it('batches of 100 artifacts of 4 KiB: bytes written per byte of payload', async () => {
    const before = await readWal()
    const batches = 10
    for (let batch = 0; batch < batches; batch += 1) await recordBatch(100)
    const payload = batches * 100 * artifactBytes
    const sealed = batches * 100 * (artifactBytes + 53 + 16)
    const written = (sealed + (await readWal()).bytes - before.bytes) / payload
    // The goal is 1.3, and it is missed: 1.02 is the sealed artifact, the rest its entry, its row and their indexes (3.4 KiB).
    expect(written).toBeGreaterThan(1.3)
    expect(written).toBeLessThan(2.1)
  })
})

import { open, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { StagedBlob } from '../../platform/blobs/staging.ts'
import { measure } from '../../testing/snapshot.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const dayMs = 24 * 60 * 60 * 1000
let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
})
afterAll(async () => server.stop())

/** More than rides in the commit, so that it becomes a file. */
const filler = 'x'.repeat(64 * 1024)

async function stage(text: string): Promise<StagedBlob> {
  const source = (async function* () {
    yield Buffer.from(`${text} ${filler}`)
  })()
  return server.installation.blobs.stage(own.organization, source, 1_000_000, 'file')
}

describe('bytes and their entry', () => {
  it('left without an entry by a crash, bytes stay for a day and are then removed; sealed ones stay', async () => {
    const { blobs } = server.installation
    const form = formOf(claimFor(own), 'drill.txt', `sealed bytes ${filler}`)
    const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
    expect(reply.status).toBe(201)
    const { evidence } = reply.json<{ evidence: { artifact: { sha256: string } } }>()
    const orphan = await stage('a server was killed here')
    await blobs.keep(orphan, null)

    await server.services.housekeeping()
    expect(await blobs.list(own.organization)).toContain(orphan.sha256)

    const before = new Date(Date.now() - dayMs - 60_000)
    for (const sha256 of await blobs.list(own.organization))
      await utimes(join(server.dataFolder, 'blobs', own.organization, sha256.slice(0, 2), sha256), before, before)
    await server.services.housekeeping()
    expect(await blobs.list(own.organization)).toEqual([evidence.artifact.sha256])
  })

  it('cost two syncs of the file system for an artifact, of its file and of its folder', async () => {
    const handle = await open(server.dataFolder, 'r')
    const prototype: { sync(): Promise<void> } = Object.getPrototypeOf(handle)
    await handle.close()
    const { blobs } = server.installation
    const kept: string[] = []
    const sync = vi.spyOn(prototype, 'sync')
    try {
      // A folder that is new costs more, once: there are 256.
      for (let at = 0; at < 100; at += 1) {
        const staged = await stage(`counted ${at}`)
        if (await blobs.keep(staged, null)) kept.push(staged.sha256)
      }
      const folders = new Set(kept.map((sha256) => sha256.slice(0, 2))).size
      expect(sync.mock.calls.length).toBeLessThanOrEqual(2 * kept.length + folders + 2)
      expect(sync.mock.calls.length).toBeGreaterThanOrEqual(2 * kept.length)
    } finally {
      sync.mockRestore()
      for (const sha256 of kept) await blobs.remove(own.organization, sha256)
    }
  })

  it('sent by two at once, bytes stay for the one that seals when the other, who had put them there, takes them out', async () => {
    const { blobs } = server.installation
    const [refused, sealing] = [await stage('sent by two'), await stage('sent by two')]
    expect(await blobs.keep(refused, null)).toBe(true)
    expect(await blobs.keep(sealing, null)).toBe(false)
    await blobs.remove(own.organization, refused.sha256)
    // As is done once more when the log is locked.
    expect(await blobs.keep(sealing, null)).toBe(true)
    expect(await blobs.has(own.organization, sealing.sha256)).toBe(true)
    await blobs.remove(own.organization, sealing.sha256)
  })

  it('refused on the way, leave neither bytes nor entry, while others are sealed at the same time', async () => {
    const before = await measure(server, own.organization)
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        const claim =
          at % 3 === 0
            ? { ...claimFor(own), proves: [{ requirement: 'restore-test/restore-drill', system: 'nowhere' }] }
            : claimFor(own)
        // Every third shares its bytes with one that is refused; half of them are files, and half ride in the commit.
        const content = at % 3 === 2 ? at : Math.floor(at / 3)
        const form = formOf(claim, `file-${at}.txt`, `bytes ${content} ${content % 2 === 0 ? filler : ''}`)
        return (await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })).status
      }),
    )
    expect(statuses.filter((status) => status === 422)).toHaveLength(20)
    expect(statuses.filter((status) => status === 201 || status === 200)).toHaveLength(40)
    const created = statuses.filter((status) => status === 201).length
    const after = await measure(server, own.organization)
    expect(after['evidence']).toBe((before['evidence'] ?? 0) + created)
    expect(after['staged']).toBe(0)
    for (const sha256 of await server.installation.blobs.list(own.organization))
      await server.installation.blobs.refuseUnreadable(own.organization, sha256)
    expect(after['blobs']).toBe((before['blobs'] ?? 0) + created)
  })
})

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkOrganization } from '../../commands/fsck/fsck.ts'
import { openDatabase } from '../../platform/db/pool.ts'
import { rebuildProjection } from '../../platform/db/projection/rebuild.ts'
import { inviteAs } from '../../testing/invite.ts'
import { dumpOrganization } from '../../testing/snapshot.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  type RequestOptions,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const report = new URL('../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url)

interface Item {
  readonly id: string
  readonly artifact: { readonly sha256: string }
  readonly derived: { readonly sha256: string } | null
  readonly retainedUntil: string
  readonly holds: readonly { readonly hold: string }[]
}
type Member = Awaited<ReturnType<typeof inviteAs>>

/** Of a time whose six years are over. */
const longAgo = { effective: { from: '2018-03-01', to: '2018-03-31' }, collectedAt: '2018-03-31T12:00:00Z' }

let server: TestServer
let own: TestOrganization
let lena: Member
let mark: Member

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
  lena = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
  mark = await inviteAs(server, own, 'compliance-lead', 'Mark Manager')
})
afterAll(async () => server.stop())

async function record(content: string | Uint8Array, more: object = {}, name = 'old.txt'): Promise<Item> {
  const form = formOf({ ...claimFor(own), ...more }, name, content)
  const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
  expect(reply.text).toContain('"receipt"')
  return reply.json<{ evidence: Item }>().evidence
}

async function post({ as }: { readonly as: RequestOptions }, id: string, path: string, json: object = {}) {
  return server.request('POST', `/api/v1/evidence/${id}/${path}`, { ...as, json })
}

async function isStored(sha256: string): Promise<boolean> {
  return server.installation.blobs.has(own.organization, sha256)
}

async function countWords(id: string): Promise<number> {
  return server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [own.organization])
    const { rows } = await client.query<{ n: number }>(
      'select coalesce(sum(length(words)), 0)::int as n from evidence_text where evidence = $1',
      [id],
    )
    await client.query('rollback')
    return rows[0]?.n ?? 0
  })
}

describe('disposal', () => {
  it('is refused while the class’s years run, and says until when', async () => {
    const recent = await record('recent')
    expect(recent.retainedUntil).toBe('2032-03-31')
    const reply = await post(lena, recent.id, 'disposal', { reason: 'Tidying up.' })
    expect(reply.status).toBe(409)
    expect(reply.text).toContain('must be kept through 2032-03-31')
    const longer = await record('longer', { ...longAgo, retention: 'audit-evidence' })
    expect(longer.retainedUntil).toBe('2025-03-31')
  })

  it('takes two people, and no key', async () => {
    const { id, artifact } = await record('two people', longAgo)
    expect((await post({ as: { key: own.keys.administrator } }, id, 'disposal', { reason: 'Over.' })).status).toBe(403)
    expect((await post(mark, id, 'disposal/approval')).status).toBe(409)
    expect((await post(lena, id, 'disposal', { reason: 'Six years are over.' })).status).toBe(201)
    expect((await post(mark, id, 'disposal', { reason: 'Again.' })).status).toBe(409)
    const alone = await post(lena, id, 'disposal/approval')
    expect(alone.status).toBe(403)
    expect(alone.text).toContain('somebody else must approve it')
    expect(await isStored(artifact.sha256)).toBe(true)
    expect((await post(mark, id, 'disposal/approval')).status).toBe(200)
    expect(await isStored(artifact.sha256)).toBe(false)
  })

  it('waits for every legal hold, also one placed after it was asked for', async () => {
    const { id, artifact } = await record('held', longAgo)
    await post(lena, id, 'disposal', { reason: 'Six years are over.' })
    const held = await post(mark, id, 'holds', { reason: 'Litigation, matter 12.' })
    expect(held.status).toBe(201)
    const [hold] = held.json<Item>().holds
    const refused = await post(mark, id, 'disposal/approval')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Litigation, matter 12.')
    expect(await isStored(artifact.sha256)).toBe(true)
    expect((await post(lena, id, `holds/${hold?.hold}/lift`, { reason: 'Settled.' })).status).toBe(200)
    expect((await post(lena, id, `holds/${hold?.hold}/lift`, { reason: 'Settled.' })).status).toBe(404)
    expect((await post(mark, id, 'disposal/approval')).status).toBe(200)
  })

  it('deletes artifact, records and words, keeps entry and receipt, and says when, by whom and by what policy', async () => {
    const claim = claimFor(own, 'access-removal/account-listing')
    const item = await record(await readFile(report), { ...claim, ...longAgo }, 'report.csv')
    await server.services.search.index(own.organization)
    expect(await countWords(item.id)).toBeGreaterThan(0)
    await post(lena, item.id, 'disposal', { reason: 'Six years are over.' })
    const disposed = await post(mark, item.id, 'disposal/approval')
    expect(disposed.json()).toMatchObject({
      disposal: { requestedBy: 'Lena Lead', approved: { by: 'Mark Manager', policy: 'hipaa-documentation' } },
    })
    expect(await isStored(item.artifact.sha256)).toBe(false)
    expect(await isStored(item.derived?.sha256 ?? '')).toBe(false)
    const dump = await dumpOrganization(server, own.organization)
    expect(dump['record']?.filter((row) => row.includes(item.id))).toEqual([])
    expect(await countWords(item.id)).toBe(0)
    for (const path of ['artifact', 'records']) {
      const reply = await server.request('GET', `/api/v1/evidence/${item.id}/${path}`, lena.as)
      expect(reply.status).toBe(410)
      expect(reply.text).toContain('45 CFR 164.316(b)(2)(i)')
      expect(reply.text).toContain('Mark Manager')
    }
    expect((await server.request('GET', `/api/v1/evidence/${item.id}`, lena.as)).status).toBe(200)
    expect((await server.request('GET', `/api/v1/evidence/${item.id}/receipt`, lena.as)).status).toBe(200)
    expect((await post(mark, item.id, 'holds', { reason: 'Too late.' })).status).toBe(410)
  })

  it('leaves bytes that other evidence still stands on', async () => {
    const old = await record('shared bytes', longAgo)
    const other = await record('shared bytes')
    await post(lena, old.id, 'disposal', { reason: 'Over.' })
    expect((await post(mark, old.id, 'disposal/approval')).status).toBe(200)
    expect(await isStored(old.artifact.sha256)).toBe(true)
    const still = await server.request('GET', `/api/v1/evidence/${other.id}/artifact`, lena.as)
    expect(still.text).toBe('shared bytes')
    expect((await server.request('GET', `/api/v1/evidence/${old.id}/artifact`, lena.as)).status).toBe(410)
  })

  it('stands although a lock or an outage keeps the bytes, and housekeeping deletes them later', async () => {
    const { blobs } = server.installation
    const locked = await record('kept by a lock', longAgo)
    const outage = await record('kept by an outage', longAgo)
    for (const { id } of [locked, outage]) await post(lena, id, 'disposal', { reason: 'Six years are over.' })
    const remove = vi.spyOn(blobs, 'remove')
    remove.mockResolvedValueOnce(false).mockRejectedValueOnce(new Error('The store is offline.'))
    for (const { id, artifact } of [locked, outage]) {
      expect((await post(mark, id, 'disposal/approval')).status).toBe(200)
      expect(await isStored(artifact.sha256)).toBe(true)
      expect((await server.request('GET', `/api/v1/evidence/${id}/artifact`, lena.as)).status).toBe(410)
    }
    expect(remove).toHaveBeenCalledTimes(2)
    remove.mockRestore()
    await server.services.evidence.sweep(own.organization, 0)
    for (const { artifact } of [locked, outage]) expect(await isStored(artifact.sha256)).toBe(false)
  })

  it('leaves a log that rebuilds to the same rows, and nothing for fsck to say', async () => {
    const { problems } = await checkOrganization(server.installation, own.organization, {
      published: false,
      pinned: [],
    })
    expect(problems).toEqual([])
    const before = await dumpOrganization(server, own.organization)
    expect(before['evidence_event']?.length).toBeGreaterThan(8)
    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await rebuildProjection(owner, server.installation.readDerived)
    await owner.destroy()
    expect(await dumpOrganization(server, own.organization)).toEqual(before)
  })
})

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../platform/db/pool.ts'
import { rebuildProjection } from '../../platform/db/projection/rebuild.ts'
import { destroyKey, rotateKey } from '../../platform/keys/change-keys.ts'
import { dumpOrganization } from '../../testing/snapshot.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { checkOrganization } from './fsck.ts'

const report = new URL('../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url)
const actor = { type: 'system', id: 'test', name: 'Test' } as const

interface Item {
  readonly id: string
  readonly derived: { readonly sha256: string } | null
}

describe('after a key that held derived records was destroyed', () => {
  let server: TestServer
  let own: TestOrganization
  let old: Item
  let kept: Item
  let key = ''

  beforeAll(async () => {
    server = await startTestServer()
    own = await createTestOrganization(server, 'own')
    old = await record('march.csv', { from: '2026-03-01', to: '2026-03-31' })
    await server.services.search.index(own.organization)
    expect(await countRows('record', old.id)).toBeGreaterThan(0)
    expect(await search('root')).toContain(old.id)
    const { blobKeys: keys, blobs } = server.installation
    const parts = { transactions: server.services.transactions, keys, blobs }
    const scope = { organization: own.organization, actor, request: null }
    key = (await keys.list(own.organization))[0]?.id ?? ''
    await rotateKey(parts, scope, 'contract ended')
    // Other bytes, so that other records are derived and sealed with the new key.
    kept = await record('april.csv', { from: '2026-04-01', to: '2026-04-30' }, 'eva.south')
    await server.services.search.index(own.organization)
    await destroyKey(parts, scope, key, 'contract ended')
  })
  afterAll(async () => server.stop())

  async function record(name: string, effective: object, user = 'ada.north'): Promise<Item> {
    const bytes = (await readFile(report, 'utf8')).replaceAll('ada.north', user)
    const claim = { ...claimFor(own, 'access-removal/account-listing'), effective, collectedAt: '2026-05-01T12:00:00Z' }
    const form = formOf(claim, name, bytes)
    const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
    expect(reply.status, reply.text).toBe(201)
    return reply.json<{ evidence: Item }>().evidence
  }

  async function countRows(table: 'record' | 'evidence_text', id: string): Promise<number> {
    return server.asOwner(async (client) => {
      await client.query('begin')
      await client.query("select set_config('app.organization', $1, true)", [own.organization])
      const words = table === 'record' ? '1' : 'length(words)'
      const { rows } = await client.query<{ n: number }>(
        `select coalesce(sum(${words}), 0)::int as n from ${table} where evidence = $1`,
        [id],
      )
      await client.query('rollback')
      return rows[0]?.n ?? 0
    })
  }

  async function search(q: string): Promise<string[]> {
    const reply = await server.request('GET', `/api/v1/evidence?q=${q}`, { key: own.keys.auditor })
    return reply.json<{ items: Item[] }>().items.map(({ id }) => id)
  }

  async function inspect() {
    return checkOrganization(server.installation, own.organization, { published: false, pinned: [] })
  }

  it('its records and words are gone from the database, and those of other keys are there', async () => {
    expect(await countRows('record', old.id)).toBe(0)
    expect(await countRows('evidence_text', old.id)).toBe(0)
    expect(await countRows('record', kept.id)).toBeGreaterThan(0)
    expect(await countRows('evidence_text', kept.id)).toBeGreaterThan(0)
    // Reading for search again neither fails nor brings them back.
    await server.services.search.index(own.organization)
    expect(await server.services.search.index(own.organization)).toBe(0)
    expect(await search('root')).toEqual([kept.id])
  })

  it('whoever asks for the records is told why there are none', async () => {
    const gone = await server.request('GET', `/api/v1/evidence/${old.id}/records`, { key: own.keys.auditor })
    expect(gone.status).toBe(410)
    expect(gone.text).toContain(`The key ${key} that sealed this artifact was destroyed`)
    const there = await server.request('GET', `/api/v1/evidence/${kept.id}/records`, { key: own.keys.auditor })
    expect(there.status).toBe(200)
  })

  it('fsck counts what was destroyed, as recorded, and finds nothing wrong', async () => {
    const { problems, destroyed } = await inspect()
    expect(problems).toEqual([])
    // The artifact and the records derived from it.
    expect([...destroyed]).toEqual([[key, 2]])
  })

  it('a rebuild gives the same rows', async () => {
    const before = await dumpOrganization(server, own.organization)
    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await rebuildProjection(owner, server.installation.readDerived)
    await owner.destroy()
    expect(await dumpOrganization(server, own.organization)).toEqual(before)
    expect((await inspect()).problems).toEqual([])
  })

  it('a key that is gone although no entry says so is a loss: fsck names it, and a rebuild stops', async () => {
    const current = (await server.installation.blobKeys.list(own.organization))[0]?.id
    await server.asOwner(async (client) => {
      await client.query("select set_config('app.organization', $1, false)", [own.organization])
      await client.query('update organization_key set wrapped = null, destroyed = now() where id = $1', [current])
    })
    server.installation.blobKeys.forget(own.organization)
    const { problems } = await inspect()
    expect(problems.filter(({ problem }) => problem.includes(`The key ${current}`)).length).toBeGreaterThan(1)
    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await expect(rebuildProjection(owner, server.installation.readDerived)).rejects.toThrow(/was destroyed/)
    await owner.destroy()
  })
})

import { MerkleFrontier } from '@evidentia/ledger'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { createServices, type Services } from './context.ts'
import { type Installation, openInstallation } from './installation.ts'
import { makeDataFolder, removeDataFolder } from './testing/data-folder.ts'
import { openDatabase } from './platform/db/pool.ts'
import { type Scope, Transactions } from './platform/db/transactions.ts'
import { splitHashes } from './platform/log/appender.ts'

// No server and no jobs, so that every commit counted is one of these tests'.
let dataFolder: string
let installation: Installation
let services: Services
const actor = { type: 'system', id: 'test', name: 'Test' } as const

beforeAll(async () => {
  dataFolder = await makeDataFolder()
  const settings = { EVIDENTIA_DATA: dataFolder, EVIDENTIA_LOG_LEVEL: 'silent' }
  installation = await openInstallation(readConfig(settings), () => undefined)
  services = createServices(installation)
})
afterAll(async () => {
  await installation.close()
  await removeDataFolder(dataFolder)
})

let made = 0
async function createScope(): Promise<Scope> {
  made += 1
  const organization = await services.organizations.create(actor, null, {
    slug: `log-${made}`,
    name: 'Log',
    sample: false,
    administrator: { id: '00000000-0000-4000-8000-000000000001', email: 'a@example.com', name: 'A' },
    documents: [],
  })
  return { organization, actor, request: null }
}

/** One server node: its own connections and its own queue. */
async function withNode<T>(work: (transactions: Transactions) => Promise<T>): Promise<T> {
  const pool = openDatabase(installation.addresses.app, 5, () => undefined)
  try {
    return await work(new Transactions(pool, installation.readDerived))
  } finally {
    await pool.destroy()
  }
}

async function sealVendor(transactions: Transactions, scope: Scope, id: string): Promise<number> {
  const sealed = await transactions.write(scope, async (writer) =>
    writer.seal('document-recorded', { kind: 'vendor', id, effective: '2026-01-01', body: { id } }),
  )
  return sealed.entry
}

async function query<R extends pg.QueryResultRow>(scope: Scope, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: installation.addresses.owner })
  await client.connect()
  try {
    await client.query("select set_config('app.organization', $1, false)", [scope.organization])
    return (await client.query<R>(text)).rows
  } finally {
    await client.end()
  }
}

/** Times PostgreSQL synced its log for a connection. Connections report when they end, so ours have to be closed first. */
async function countSyncs(scope: Scope): Promise<number> {
  const [row] = await query<{ n: string }>(
    scope,
    "select coalesce(sum(fsyncs), 0) as n from pg_stat_io where object = 'wal' and backend_type = 'client backend'",
  )
  return Number(row?.n)
}

describe('sequencing', () => {
  it('gives 64 callers on two nodes contiguous indices, each entry durable, and a tree that its entries give', async () => {
    const scope = await createScope()
    const entries = await withNode(async (one) =>
      withNode(async (two) =>
        Promise.all(
          Array.from({ length: 64 }, async (_, at) => sealVendor(at % 2 === 0 ? one : two, scope, `vendor-${at}`)),
        ),
      ),
    )
    expect(entries.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, at) => at + 2))
    const rows = await query<{ index: string; leaf_hash: Buffer; id: string }>(
      scope,
      'select e.index, e.leaf_hash, d.id from log_entry e left join document d on d.entry = e.index order by e.index',
    )
    expect(rows.map(({ index }) => Number(index))).toEqual(Array.from({ length: 66 }, (_, at) => at))
    for (const [at, entry] of entries.entries()) expect(rows[entry]?.id).toBe(`vendor-${at}`)
    const tree = new MerkleFrontier()
    for (const { leaf_hash } of rows) tree.append(new Uint8Array(leaf_hash))
    const [state] = await query<{ size: string; frontier: Buffer }>(scope, 'select size, frontier from log_state')
    expect(Number(state?.size)).toBe(66)
    const stored = MerkleFrontier.restore(66, splitHashes(state?.frontier ?? Buffer.alloc(0)))
    expect(Buffer.from(stored.root()).equals(Buffer.from(tree.root()))).toBe(true)
  })

  it('fails a caller whose work fails, and no other: nothing of it stays', async () => {
    const scope = await createScope()
    const outcomes = await withNode(async (transactions) =>
      Promise.allSettled(
        Array.from({ length: 30 }, async (_, at) => {
          if (at % 3 === 0) return sealVendor(transactions, scope, `good-${at}`)
          return transactions.write(scope, async (writer) => {
            const body = { id: `bad-${at}`, text: at % 3 === 1 ? '\u0000' : '' }
            await writer.seal('document-recorded', { kind: 'vendor', id: body.id, effective: '2026-01-01', body: null })
            // Either the database refuses, or the work itself gives up after it has sealed.
            await writer.seal('document-recorded', { kind: 'vendor', id: body.id, effective: '2026-01-01', body })
            throw new Error('given up')
          })
        }),
      ),
    )
    expect(outcomes.map(({ status }, at) => status === (at % 3 === 0 ? 'fulfilled' : 'rejected'))).not.toContain(false)
    const documents = await query<{ id: string }>(scope, 'select id from document')
    expect(documents).toHaveLength(10)
    expect(documents.every(({ id }) => id.startsWith('good-'))).toBe(true)
    const indices = await query<{ index: string }>(scope, 'select index from log_entry order by index')
    expect(indices.map(({ index }) => Number(index))).toEqual(Array.from({ length: 12 }, (_, at) => at))
  })

  it('costs one sync of PostgreSQL’s log for a single entry, and a small part of one when callers come together', async () => {
    const scope = await createScope()
    const start = await countSyncs(scope)
    const alone = await time(async (node) => {
      for (let at = 0; at < 32; at += 1) await sealVendor(node, scope, `alone-${at}`)
    })
    const between = await countSyncs(scope)
    const together = await time(async (node) => {
      await Promise.all(Array.from({ length: 32 }, async (_, at) => sealVendor(node, scope, `together-${at}`)))
    })
    const end = await countSyncs(scope)
    expect(between - start).toBeGreaterThanOrEqual(32)
    // One more now and then: a page of the log that is full is synced when a transaction is long.
    expect(between - start).toBeLessThanOrEqual(34)
    expect(end - between).toBeLessThanOrEqual(4)
    // The same work with a fraction of the syncs; on a disk whose sync takes long the factor is far larger.
    expect(together).toBeLessThan(alone)
  })
})

async function time(work: (node: Transactions) => Promise<void>): Promise<number> {
  return withNode(async (node) => {
    const start = performance.now()
    await work(node)
    return performance.now() - start
  })
}

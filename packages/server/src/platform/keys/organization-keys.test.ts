import { createHash } from 'node:crypto'
import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestOrganization, startTestServer, type TestServer } from '../../testing/test-server.ts'
import { readHeader } from '../blobs/sealed-frames.ts'
import { openDatabase } from '../db/pool.ts'
import { rebuildProjection } from '../db/projection/rebuild.ts'
import type { Scope } from '../db/transactions.ts'
import { decodeFact } from '../log/sealed-fact.ts'
import { destroyKey, rotateKey } from './change-keys.ts'

let server: TestServer
let scope: Scope
let count = 0
const actor = { type: 'system', id: 'test', name: 'Test' } as const

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.stop())
beforeEach(async () => {
  const { organization } = await createTestOrganization(server, `keys-${(count += 1)}`)
  scope = { organization, actor, request: null }
})

/** What keeps an artifact from riding in a commit: it becomes a file. */
const filler = '.'.repeat(64 * 1024)
let isLarge = false

/** Puts an artifact in its place, as recording does. */
async function keep(text: string): Promise<string> {
  const { blobs } = server.installation
  const { organization } = scope
  const source = (async function* () {
    yield Buffer.from(isLarge ? text + filler : text)
  })()
  const blob = await blobs.stage(organization, source, 1_000_000, 'file')
  const { staged, sha256 } = blob
  if (staged.at === 'memory') {
    const sealed = staged.seal()
    const bytes = (async function* () {
      yield sealed
    })()
    await blobs.restore(organization, { sha256, size: sealed.length, bytes })
  } else {
    await blobs.keep(blob, null)
  }
  await blob.discard()
  return sha256
}

async function read(sha256: string): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of server.installation.blobs.open(scope.organization, sha256)) parts.push(part)
  return Buffer.concat(parts).toString().replace(filler, '')
}

async function keyOf(sha256: string): Promise<string> {
  return (await readHeader(server.installation.blobs.openSealed(scope.organization, sha256))).keyId
}

function parts() {
  const { blobKeys: keys, blobs } = server.installation
  return { transactions: server.services.transactions, keys, blobs }
}

async function inOrganization(statement: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  return server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [scope.organization])
    const { rows } = await client.query<Record<string, unknown>>(statement, values)
    await client.query('commit')
    return rows
  })
}

describe.each(['small artifacts', 'files'])('the keys of an organization, for %s', (kind) => {
  beforeAll(() => {
    isLarge = kind === 'files'
  })

  it('seal artifacts under the digest of their plaintext, which is nowhere on the disk', async () => {
    const text = 'restored in forty-one minutes'
    const sha256 = await keep(text)
    expect(sha256).toBe(
      createHash('sha256')
        .update(isLarge ? text + filler : text)
        .digest('hex'),
    )
    const stored: Uint8Array[] = []
    for await (const part of server.installation.blobs.openSealed(scope.organization, sha256)) stored.push(part)
    expect(Buffer.concat(stored).includes('forty-one')).toBe(false)
    const path = join(server.dataFolder, 'blobs', scope.organization, sha256.slice(0, 2), sha256)
    if (isLarge) expect(await readFile(path)).toEqual(Buffer.concat(stored))
    else await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await read(sha256)).toBe(text)
  })

  it('rotate online: new artifacts get the new key, old ones stay readable, and the log says so', async () => {
    const first = await keep('before')
    const id = await rotateKey(parts(), scope, 'yearly')
    const second = await keep('after')
    expect(await keyOf(first)).not.toBe(id)
    expect(await keyOf(second)).toBe(id)
    expect([await read(first), await read(second)]).toEqual(['before', 'after'])
    const states = await server.installation.blobKeys.list(scope.organization)
    expect(states.map((state) => [state.id === id, state.isCurrent, state.destroyed])).toEqual([
      [true, true, null],
      [false, false, null],
    ])
    expect(await lastFact()).toEqual({ key: id, change: 'rotated', reason: 'yearly' })
  })

  it('destroyed, make what they sealed unreadable and nothing else, in the database, in the store and after a rebuild', async () => {
    const first = await keep('to be forgotten')
    const old = await keyOf(first)
    await expect(destroyKey(parts(), scope, old, 'contract ended')).rejects.toMatchObject({ code: 'conflict' })
    await rotateKey(parts(), scope, 'before destroying')
    const second = await keep('to be kept')
    expect(await destroyKey(parts(), scope, old, 'contract ended')).toBe(true)

    await expect(read(first)).rejects.toMatchObject({ code: 'gone' })
    expect(await read(second)).toBe('to be kept')
    expect(await lastFact()).toEqual({ key: old, change: 'destroyed', reason: 'contract ended' })
    const file = join(server.dataFolder, 'blobs', scope.organization, 'keys', old)
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await inOrganization('select wrapped from organization_key where id = $1', old)).toEqual([{ wrapped: null }])

    await inOrganization('delete from organization_key where id = $1', old)
    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await rebuildProjection(owner, server.installation.readDerived)
    await owner.destroy()
    server.installation.blobKeys.forget(scope.organization)
    await expect(read(first)).rejects.toMatchObject({ code: 'gone' })
  })

  it('take the same bytes again after the key that sealed them was destroyed', async () => {
    const first = await keep('sent twice')
    const old = await keyOf(first)
    await rotateKey(parts(), scope, 'test')
    await destroyKey(parts(), scope, old, 'test')
    expect(await keep('sent twice')).toBe(first)
    expect(await read(first)).toBe('sent twice')
  })

  it('refuse to seal what was received under a key that has been destroyed meanwhile', async () => {
    const { blobs, blobKeys } = server.installation
    const staging = await blobs.beginStage(scope.organization)
    await staging.write(Buffer.from('slow upload'))
    const staged = await staging.finish()
    await rotateKey(parts(), scope, 'test')
    await destroyKey(parts(), scope, staged.keyId, 'test')
    await server.services.transactions.read(scope, async (reader) =>
      expect(blobKeys.refuseDestroyed(reader, staged.keyId)).rejects.toMatchObject({ code: 'unavailable' }),
    )
    await staged.discard()
  })

  it('are found beside the artifacts when the database has lost them', async () => {
    const sha256 = await keep('restored without a database')
    await inOrganization('delete from organization_key')
    server.installation.blobKeys.forget(scope.organization)
    expect(await read(sha256)).toBe('restored without a database')
    const again = await keep('afterwards')
    expect(await keyOf(again)).toBe(await keyOf(sha256))
  })

  it('do not open when a wrapped key is moved to another organization, or changed', async () => {
    const sha256 = await keep('mine')
    const id = await keyOf(sha256)
    const wrapped = server.installation.rootKey.seal(
      { table: 'organization_key', row: `00000000-0000-4000-8000-000000000000/${id}`, column: 'wrapped' },
      Buffer.alloc(32),
    )
    await inOrganization('update organization_key set wrapped = $1', wrapped)
    server.installation.blobKeys.forget(scope.organization)
    await expect(read(sha256)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('say that the bytes are missing when they are', async () => {
    const sha256 = await keep('deleted by hand')
    if (isLarge) await rm(join(server.dataFolder, 'blobs', scope.organization, sha256.slice(0, 2), sha256))
    else await inOrganization('delete from small_artifact')
    await expect(read(sha256)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

async function lastFact(): Promise<unknown> {
  const [row] = await inOrganization('select index, body from log_entry order by index desc limit 1')
  if (!(row?.['body'] instanceof Buffer)) throw new Error('The log is empty.')
  return decodeFact(Number(row['index']), new Uint8Array(row['body'])).fact
}

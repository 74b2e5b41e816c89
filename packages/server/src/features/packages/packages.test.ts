import { spawnSync } from 'node:child_process'
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { verifyPackage } from '@evidentia/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { destroyKey, rotateKey } from '../../platform/keys/change-keys.ts'
import { rotateLogKey } from '../../platform/log/rotate-log-key.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  type Reply,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { packLog } from './pack-log.ts'
import { withheldReasons } from './select-artifacts.ts'

const root = join(import.meta.dirname, '../../../../..')
const report = join(root, 'packages/connectors/src/aws-iam/fixtures/report.csv')
const operator = { type: 'system', id: 'operator', name: 'Operator' } as const

interface View {
  readonly id: string
  readonly state: string
  readonly content: { entries: number; artifacts: number; withheld: number; size: number; sha256: string } | null
  readonly problem: string | null
}

let server: TestServer
let own: TestOrganization
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-packages-'))
  server = await startTestServer()
  own = await createTestOrganization(server, 'packed')
  await record('drill.txt', 'restored in 41 minutes')
  await record('report.csv', await readFile(report), 'access-removal/account-listing')
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function record(name: string, bytes: string | Uint8Array, requirement?: string, march = true): Promise<void> {
  const claim = claimFor(own, requirement)
  const effective = march ? {} : { effective: { from: '2026-05-01', to: '2026-05-31' } }
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf({ ...claim, ...effective }, name, bytes),
  })
  expect(reply.status, reply.text).toBe(201)
}

async function ask(selection: object = {}): Promise<View> {
  const reply = await server.request('POST', '/api/v1/packages', { key: own.keys.auditor, json: selection })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<View>()
}

async function read(id: string): Promise<Reply> {
  return server.request('GET', `/api/v1/packages/${id}`, { key: own.keys.auditor })
}

/** Waits for the job, as a client does. */
async function made(id: string): Promise<View> {
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    const view = (await read(id)).json<View>()
    if (view.state === 'ready' || view.state === 'failed') return view
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('The package was not made in time.')
}

/** Asks, waits, downloads to a file; returns its path. */
async function fetchPackage(selection: object = {}): Promise<{ view: View; path: string; response: Response }> {
  const view = await made((await ask(selection)).id)
  expect(view.problem).toBeNull()
  const response = await fetch(`${server.address}/api/v1/packages/${view.id}/content`, {
    headers: { authorization: `Bearer ${own.keys.auditor}` },
  })
  expect(response.status).toBe(200)
  const path = join(folder, `${view.id}.zip`)
  await writeFile(path, Buffer.from(await response.arrayBuffer()))
  return { view, path, response }
}

async function newestFacts(): Promise<
  { kind: string; actor: { id: string; address?: string }; request: string | null }[]
> {
  return server.services.transactions.read(own, async ({ db }) => {
    const rows = await db
      .selectFrom('log_entry')
      .select('body')
      .where('organization', '=', own.organization)
      .orderBy('index', 'desc')
      .limit(6)
      .execute()
    return rows.map(({ body }) => {
      const { predicateType, predicate } = JSON.parse(body.toString('utf8'))
      return { kind: String(predicateType).split(':')[3] ?? '', ...predicate }
    })
  })
}

function withheldIn(bytes: Buffer): { sha256: string; reason: string }[] {
  const text = bytes.toString('latin1')
  const from = text.indexOf('"withheld":[')
  return JSON.parse(text.slice(from + '"withheld":'.length, text.indexOf(']', from) + 1))
}

describe('a package of the log', () => {
  it('verifies by our verifier, by the command of the auditor, and by the Python that lies in it', async () => {
    const { view, path, response } = await fetchPackage()
    const { vkey } = server.services.keys.signerOf(own.organization)
    const verdict = await verifyPackage(path, { vkeys: [vkey] })
    expect(verdict.problems).toEqual([])
    expect(verdict.checked).toMatchObject({ artifacts: 3, withheld: 0, entries: view.content?.entries })
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="evidentia-[0-9a-f]{8}\.zip"/)
    const cli = spawnSync(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'verify', path, '--key', vkey], {
      encoding: 'utf8',
    })
    expect(cli.status, cli.stderr).toBe(0)
    const python = spawnSync(
      'python3',
      [join(root, 'packages/ledger/auditor/verify_package.py'), path, '--vkey', vkey],
      { encoding: 'utf8' },
    )
    expect(python.status, python.stdout + python.stderr).toBe(0)
    expect(python.stdout).toContain(`verified: ${view.content?.entries} log entries, 3 artifacts`)
    // And says no to one that was changed.
    const bytes = await readFile(path)
    const at = bytes.indexOf('41 minutes')
    bytes.write('14', at)
    await writeFile(`${path}.changed`, bytes)
    expect((await verifyPackage(`${path}.changed`, { vkeys: [vkey] })).ok).toBe(false)
  })

  it('is sealed in the log: who asked, that it was made, and each download with actor, address and request', async () => {
    const { view, response } = await fetchPackage()
    const facts = await newestFacts()
    expect(facts.map(({ kind }) => kind).slice(0, 3)).toEqual(['package-read', 'package-made', 'package-requested'])
    const [downloaded, finished, requested] = facts
    expect(downloaded).toMatchObject({
      actor: { type: 'api-key', address: '127.0.0.1' },
      request: response.headers.get('x-request-id'),
      fact: { package: view.id, sha256: view.content?.sha256, outcome: 'served' },
    })
    expect(finished).toMatchObject({ actor: { type: 'system' }, fact: { package: view.id, content: view.content } })
    expect(requested).toMatchObject({ actor: { type: 'api-key' }, fact: { package: view.id, selection: {} } })
  })

  it('carries what was asked for and withholds the rest with a reason; the log stays whole', async () => {
    await record('later.txt', 'a drill in May', undefined, false)
    const period = { from: '2026-05-01', to: '2026-06-30' }
    const may = await fetchPackage({ period })
    expect(may.view.content).toMatchObject({ artifacts: 1, withheld: 3 })
    expect(new Set(withheldIn(await readFile(may.path)).map(({ reason }) => reason))).toEqual(
      new Set([withheldReasons.notAskedFor]),
    )
    expect((await verifyPackage(may.path)).ok).toBe(true)
    const framework = await fetchPackage({ period, frameworks: ['tsc-2017'] })
    expect(framework.view.content).toMatchObject({ artifacts: 1, withheld: 3 })
    const refused = await server.request('POST', '/api/v1/packages', {
      key: own.keys.auditor,
      json: { frameworks: ['made-up'] },
    })
    expect(refused.status).toBe(422)
  })

  it('of a log that changed its key verifies by the first key alone, and by the new one in Python', async () => {
    const { keys, transactions } = server.services
    const scope = { organization: own.organization, actor: operator, request: null }
    const next = await rotateLogKey({ transactions, keys }, scope, 'yearly')
    const { path } = await fetchPackage()
    const first = keys.signerOf(own.organization)
    const verdict = await verifyPackage(path, { vkeys: [first.vkey] })
    expect(verdict.problems).toEqual([])
    expect(verdict.checked.signedBy).toMatchObject([{ keyId: next.keyId, pinned: true, handedOver: true }])
    const script = join(root, 'packages/ledger/auditor/verify_package.py')
    expect(spawnSync('python3', [script, path, '--vkey', next.vkey]).status).toBe(0)
  })

  it('withholds what a destroyed key sealed, and a package that key sealed is gone, which is sealed too', async () => {
    const { view } = await fetchPackage()
    const { transactions } = server.services
    const keys = server.installation.blobKeys
    const scope = { organization: own.organization, actor: operator, request: null }
    const before = (await keys.list(own.organization)).find(({ isCurrent }) => isCurrent)
    await rotateKey({ transactions, keys }, scope, 'test')
    await destroyKey(
      { transactions, keys, blobs: server.installation.blobs },
      scope,
      before?.id ?? '',
      'contract ended',
    )
    const gone = await server.request('GET', `/api/v1/packages/${view.id}/content`, { key: own.keys.auditor })
    expect(gone.status).toBe(410)
    expect((await newestFacts())[0]).toMatchObject({ kind: 'package-read', fact: { outcome: 'refused' } })
    const after = await fetchPackage()
    expect(after.view.content).toMatchObject({ artifacts: 0, withheld: 4 })
    expect(withheldIn(await readFile(after.path))[0]?.reason).toBe(withheldReasons.keyDestroyed)
    expect((await verifyPackage(after.path)).ok).toBe(true)
  })
})

describe('making packages', () => {
  it('stops when it is canceled, and leaves neither row nor file', async () => {
    const asked = await ask()
    const removed = await server.request('DELETE', `/api/v1/packages/${asked.id}`, { key: own.keys.auditor })
    expect(removed.status).toBe(204)
    await server.services.packages.make(own.organization)
    expect((await read(asked.id)).status).toBe(404)
    await expect(access(join(server.dataFolder, 'packages', own.organization, asked.id))).rejects.toThrow('ENOENT')
    expect((await newestFacts()).map(({ kind }) => kind)).toContain('package-removed')
  })

  it('asks between chunks whether it is still wanted', async () => {
    await record('wanted.txt', 'readable under the new key')
    const { transactions, keys, catalog, publisher } = server.services
    await publisher.publish(own.organization)
    const parts = { transactions, keys, catalog, blobs: server.installation.blobs }
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const stop = async (): Promise<void> => Promise.reject(new Error('nobody wants it'))
    await expect(packLog(parts, own.organization, {}, nowhere, stop)).rejects.toThrow('nobody wants it')
  })

  it('is taken over when its maker was killed, and not before it fell silent', async () => {
    const { id } = await made((await ask()).id)
    const setState = async (alive: string): Promise<void> =>
      server.asOwner(async (client) => {
        await client.query('begin')
        await client.query("select set_config('app.organization', $1, true)", [own.organization])
        await client.query(
          `update package set state = 'making', content = null, expires = null, alive = ${alive} where id = $1`,
          [id],
        )
        await client.query('commit')
      })
    await setState('now()')
    await server.services.packages.make(own.organization)
    expect((await read(id)).json<View>().state).toBe('making')
    await setState("now() - interval '5 minutes'")
    await server.services.packages.make(own.organization)
    expect((await read(id)).json<View>().state).toBe('ready')
  })

  it('is refused without a byte when the download cannot be sealed', async () => {
    const { id } = await made((await ask()).id)
    await server.asOwner(async (client) => client.query('revoke insert on log_entry from evidentia_app'))
    try {
      const reply = await server.request('GET', `/api/v1/packages/${id}/content`, { key: own.keys.auditor })
      expect(reply.status).toBe(500)
      expect(reply.text).not.toContain('PK')
    } finally {
      await server.asOwner(async (client) => client.query('grant insert on log_entry to evidentia_app'))
    }
  })

  it('keeps files sealed on the disk, and removes them when their days are over', async () => {
    const { id } = await made((await ask()).id)
    const path = join(server.dataFolder, 'packages', own.organization, id)
    const stored = await readFile(path)
    expect(stored.includes('manifest.json')).toBe(false)
    await writeFile(join(server.dataFolder, 'packages', own.organization, '00000000-0000-4000-8000-000000000000'), '')
    await server.asOwner(async (client) => {
      await client.query('begin')
      await client.query("select set_config('app.organization', $1, true)", [own.organization])
      await client.query("update package set expires = now() - interval '1 second'")
      await client.query('commit')
    })
    await server.services.packages.sweep([own.organization])
    expect(await readdir(join(server.dataFolder, 'packages', own.organization))).toEqual([])
    const list = await server.request('GET', '/api/v1/packages', { key: own.keys.auditor })
    expect(list.json<{ total: number }>().total).toBe(0)
    expect((await newestFacts())[0]).toMatchObject({ kind: 'package-removed', fact: { change: 'expired' } })
    await server.services.packages.sweep([])
    await expect(access(join(server.dataFolder, 'packages', own.organization))).rejects.toThrow('ENOENT')
  })

  it('says what is in the way when it cannot be done, in the log as well', async () => {
    for (const sha256 of await server.installation.blobs.list(own.organization))
      await server.installation.blobs.remove(own.organization, sha256)
    const failed = await made((await ask()).id)
    expect(failed).toMatchObject({ state: 'failed', content: null })
    expect(failed.problem).toMatch(/missing|not there|bytes/)
    expect((await newestFacts())[0]).toMatchObject({ kind: 'package-failed', fact: { package: failed.id } })
    const content = await server.request('GET', `/api/v1/packages/${failed.id}/content`, { key: own.keys.auditor })
    expect(content.status).toBe(409)
  })
})

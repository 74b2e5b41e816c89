import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import {
  cosignCheckpoint,
  createWitnessSigner,
  encodeSignatureLines,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKeys,
  verifyPackage,
} from '@evidentia/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseAttacker } from '../../testing/database-attacks.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  makeDataFolder,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const witness = createWitnessSigner(new Uint8Array(32).fill(9), 'witness.example/one')

let folder = ''
let http: Server
let server: TestServer
let organization: TestOrganization
let isAuthorityAwake = true
let isWitnessAwake = true
/** An answer the authority repeats to every question, as one does who stamps nothing. */
let repeated: Buffer | null = null
/** What the witness remembers, as C2SP tlog-witness wants it to. */
const cosigned = new Map<string, number>()

beforeAll(async () => {
  folder = await makeDataFolder()
  await mkdir(join(folder, 'pins'))
  makeAuthority()
  http = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { status, type, body } = answer(request.url ?? '', Buffer.concat(parts))
      response.writeHead(status, { 'content-type': type }).end(body)
    })
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const bound = http.address()
  const address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`
  const policy = { '*': { quorum: 1, witnesses: [{ vkey: witness.vkey, url: address }] } }
  await writeFile(join(folder, 'witnesses.json'), JSON.stringify(policy))
  server = await startTestServer({
    EVIDENTIA_WITNESS_POLICY: join(folder, 'witnesses.json'),
    EVIDENTIA_TIME_STAMP_AUTHORITY: `${address}/tsr`,
    EVIDENTIA_PINNED_CHECKPOINTS: join(folder, 'pins'),
  })
  organization = await createTestOrganization(server, 'shown')
})
afterAll(async () => {
  await server.stop()
  await new Promise((done) => http.close(done))
  await rm(folder, { recursive: true, force: true })
})

/** A witness and a time stamp authority in ten lines each. */
function answer(url: string, body: Buffer): { status: number; type: string; body: Uint8Array | string } {
  if (url === '/tsr') {
    if (!isAuthorityAwake) return { status: 503, type: 'text/plain', body: '' }
    if (repeated !== null) return { status: 200, type: 'application/timestamp-reply', body: repeated }
    writeFileSync(join(folder, 'query'), body)
    const stamped = openssl(['ts', '-reply', '-queryfile', 'query', '-config', 'tsa.cnf'])
    return { status: 200, type: 'application/timestamp-reply', body: stamped.stdout }
  }
  if (!isWitnessAwake) return { status: 500, type: 'text/plain', body: '' }
  const text = body.toString('utf8')
  const note = Buffer.from(text.slice(text.indexOf('\n\n') + 2))
  const { origin, size } = parseCheckpoint(parseNote(note).text)
  const known = cosigned.get(origin) ?? 0
  if (!text.startsWith(`old ${known}\n`) || known > size)
    return { status: 409, type: 'text/x.tlog.size', body: `${known}\n` }
  cosigned.set(origin, size)
  const line = cosignCheckpoint(note, witness, Math.floor(Date.now() / 1000))
  return { status: 200, type: 'text/plain', body: encodeSignatureLines([line]) }
}

function openssl(words: string[]): { status: number | null; stdout: Buffer; stderr: Buffer } {
  return spawnSync('openssl', words, { cwd: folder })
}

function makeAuthority(): void {
  const made = spawnSync(
    'sh',
    [
      '-ec',
      `openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -days 2 -subj /CN=tsa.example -addext extendedKeyUsage=critical,timeStamping
      echo 01 > serial
      printf '[tsa]\\ndefault_tsa=one\\n[one]\\ndir=.\\nserial=serial\\nsigner_cert=tsa.pem\\nsigner_key=tsa.key\\ncerts=tsa.pem\\nsigner_digest=sha256\\ndefault_policy=1.2.3.4.1\\ndigests=sha256\\naccuracy=secs:1\\nordering=no\\ntsa_name=no\\ness_cert_id_chain=no\\n' > tsa.cnf`,
    ],
    { cwd: folder, encoding: 'utf8' },
  )
  expect(made.status, made.stderr).toBe(0)
}

async function record(content: string): Promise<number> {
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: organization.keys.contributor,
    form: formOf(claimFor(organization), 'drill.txt', content),
  })
  return reply.status
}

async function fetchLog(path: string): Promise<Response> {
  return fetch(`${server.address}/api/v1/logs/shown/${path}`, {
    headers: { authorization: `Bearer ${organization.keys.auditor}` },
  })
}

describe('a published checkpoint', () => {
  it('is signed by the log, cosigned by the witness, time-stamped, served, and pinned', async () => {
    expect(await record('the first drill')).toBe(201)
    await server.services.publisher.publish(organization.organization)
    const note = Buffer.from(await (await fetchLog('checkpoint')).arrayBuffer())
    const { vkey } = server.services.keys.signerOf(organization.organization)
    expect((await openCheckpoint(note, await parseVerifierKeys([vkey]))).size).toBeGreaterThan(5)
    expect(note.toString('utf8')).toContain('— witness.example/one ')

    const stamp = Buffer.from(await (await fetchLog('time-stamp')).arrayBuffer())
    await writeFile(join(folder, 'stamp.tsr'), stamp)
    await writeFile(join(folder, 'note'), note)
    const verify = ['ts', '-verify', '-in', 'stamp.tsr', '-data', 'note', '-CAfile', 'tsa.pem']
    const verified = openssl(verify)
    expect(verified.stdout.toString() + verified.stderr.toString()).toContain('Verification: OK')
    await writeFile(join(folder, 'note'), `${note.toString('utf8')} `)
    expect(openssl(verify).status).not.toBe(0)

    expect(await readdir(join(folder, 'pins'))).toEqual([`published-${organization.organization}`])
    expect(await readFile(join(folder, 'pins', `published-${organization.organization}`))).toEqual(note)
  })

  it('goes into a package with its cosignatures and its time stamp, which the auditor’s command checks', async () => {
    const key = organization.keys.auditor
    const asked = await server.request('POST', '/api/v1/packages', { key, json: {} })
    const { id } = asked.json<{ id: string }>()
    let state = ''
    for (let turn = 0; state !== 'ready' && turn < 200; turn += 1) {
      await new Promise((done) => setTimeout(done, 100))
      state = (await server.request('GET', `/api/v1/packages/${id}`, { key })).json<{ state: string }>().state
    }
    const headers = { authorization: `Bearer ${key}` }
    const content = await fetch(`${server.address}/api/v1/packages/${id}/content`, { headers })
    const path = join(folder, 'package.zip')
    await writeFile(path, Buffer.from(await content.arrayBuffer()))
    const { vkey } = server.services.keys.signerOf(organization.organization)
    const policy = { witnesses: [{ vkey: witness.vkey }], quorum: 1 }
    expect((await verifyPackage(path, { vkeys: [vkey], policy })).problems).toEqual([])
    const evidentia = new URL('../../../../cli/src/main.ts', import.meta.url).pathname
    const words = ['verify', path, '--key', vkey, '--tsa-certificate', join(folder, 'tsa.pem')]
    const cli = spawnSync(process.execPath, [evidentia, ...words], { encoding: 'utf8' })
    expect([cli.status, cli.stderr]).toEqual([0, ''])
    expect(cli.stdout).toMatch(/stamp/i)
  })

  it('stays what is served while the witness sleeps, and the next one comes when it wakes', async () => {
    const before = await (await fetchLog('checkpoint')).text()
    isWitnessAwake = false
    expect(await record('while it sleeps')).toBe(201)
    await expect(server.services.publisher.publish(organization.organization)).rejects.toThrow(/0 of 1 witnesses/)
    expect(await (await fetchLog('checkpoint')).text()).toBe(before)
    isWitnessAwake = true
    await server.services.publisher.publish(organization.organization)
    expect(await (await fetchLog('checkpoint')).text()).not.toBe(before)
  })

  it('bears no stamp that is of another checkpoint or answers another question', async () => {
    repeated = await readFile(join(folder, 'stamp.tsr'))
    expect(await record('stamped by nobody')).toBe(201)
    await server.services.publisher.publish(organization.organization)
    repeated = null
    expect((await fetchLog('checkpoint')).status).toBe(200)
    expect((await fetchLog('time-stamp')).status).toBe(404)
  })

  it('is published without a stamp while the authority sleeps, and the next one is stamped again', async () => {
    isAuthorityAwake = false
    expect(await record('recorded while the authority sleeps')).toBe(201)
    await server.services.publisher.publish(organization.organization)
    expect((await fetchLog('checkpoint')).status).toBe(200)
    expect((await fetchLog('time-stamp')).status).toBe(404)
    isAuthorityAwake = true
    expect(await record('recorded when it wakes')).toBe(201)
    await server.services.publisher.publish(organization.organization)
    expect((await fetchLog('time-stamp')).status).toBe(200)
  })

  it('is refused by a witness that remembers more: ROLLBACK DETECTED, and no more writes', async () => {
    const attacker = await DatabaseAttacker.connect(server, organization.organization)
    await attacker.dump()
    await record('the entry that will be gone')
    await record('and another')
    await server.services.publisher.publish(organization.organization)
    await attacker.restore()
    await attacker.leave()
    // He reaches the pins too; the witness is somebody else's.
    await rm(join(folder, 'pins', `published-${organization.organization}`))
    expect(await record('after the rollback')).toBe(201)
    await expect(server.services.publisher.publish(organization.organization)).rejects.toThrow(
      /ROLLBACK DETECTED: witness\.example\/one cosigned/,
    )
    expect(await record('refused')).toBe(503)
  })
})

// Debian's golang-go and golang-golang-x-mod-dev put the packages here.
const goPath = '/usr/share/gocode'
const canRunGo =
  existsSync(join(goPath, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0

describe('the served log', () => {
  it.skipIf(!canRunGo)(
    'is accepted by Go’s own log packages, read tile by tile (skipped without go and golang.org/x/mod)',
    async () => {
      const large = await createTestOrganization(server, 'large')
      const actor = { type: 'system', id: 'test', name: 'Test' } as const
      await server.services.transactions.write(
        { organization: large.organization, actor, request: null },
        async (writer) => {
          for (let n = 0; n < 700; n += 1) await writer.seal('signed-out', { user: large.account })
        },
      )
      await server.services.publisher.publish(large.organization)
      const read = async (path: string): Promise<Response> =>
        fetch(`${server.address}/api/v1/logs/large/${path}`, {
          headers: { authorization: `Bearer ${large.keys.auditor}` },
        })
      const checkpoint = await read('checkpoint')
      expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      const note = Buffer.from(await checkpoint.arrayBuffer())
      const { size } = parseCheckpoint(parseNote(note).text)
      expect(size).toBeGreaterThan(700)
      const log = join(folder, 'log')
      const last = `.p/${size % 256}`
      const paths = ['entries', '0'].flatMap((level) => [`${level}/000`, `${level}/001`, `${level}/002${last}`])
      for (const path of [...paths, '1/000.p/2']) {
        const reply = await read(`tile/${path}`)
        expect([path, reply.status]).toEqual([path, 200])
        const file = join(log, 'tile', path)
        await mkdir(join(file, '..'), { recursive: true })
        await writeFile(file, Buffer.from(await reply.arrayBuffer()))
      }
      await writeFile(join(log, 'checkpoint'), note)
      await writeFile(join(log, 'proofs.json'), '{}')
      const source = new URL('../../../../ledger/src/second-opinion/sumdb.go', import.meta.url).pathname
      const { vkey } = server.services.keys.signerOf(large.organization)
      const go = spawnSync('go', ['run', source, log, vkey], {
        encoding: 'utf8',
        env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOPATH: goPath, GOCACHE: join(folder, 'go-cache') },
      })
      expect([go.status, go.stdout, go.stderr]).toEqual([0, expect.stringContaining(`ok ${size} entries`), ''])

      for (const path of [
        '0/003',
        '0/002',
        'entries/999',
        '9/000',
        '0/000.p/256',
        '0/0',
        'x',
        '..%2Fcheckpoint',
        '0/000.p/0',
      ])
        expect([path, (await read(`tile/${path}`)).status]).toEqual([path, 404])
    },
    120_000,
  )
})

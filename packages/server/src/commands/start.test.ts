import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { verifyReceipt } from '@evidentia/ledger/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDataFolder, removeDataFolder } from '../testing/data-folder.ts'
import { formOf } from '../testing/test-server.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const claim = {
  proves: [{ requirement: 'restore-test/restore-drill' }],
  effective: { from: '2026-11-01', to: '2026-11-30' },
  collectedAt: '2026-11-20T00:00:00Z',
  source: 'Backup platform',
}

let dataFolder = ''
let port = 0
let running: ChildProcess | null = null

beforeAll(async () => {
  dataFolder = await makeDataFolder()
  port = await freePort()
})

afterAll(async () => {
  if (running !== null) await end(running, 'SIGTERM')
  await removeDataFolder(dataFolder)
})

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin:/usr/sbin',
    PORT: String(port),
    EVIDENTIA_DATA: dataFolder,
    EVIDENTIA_LOG_LEVEL: 'silent',
  }
}

/** Starts the command and waits until it says `sign`, at first that it is ready; returns what it printed. */
async function start(sign = 'Sign in once with'): Promise<string> {
  const child = spawn(process.execPath, [main], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  running = child
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  for (let waited = 0; !output.includes(sign); waited += 50) {
    if (child.exitCode !== null || waited > 60_000) throw new Error(`Not ready: ${output}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  return output
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  child.kill(signal)
  return ended
}

function command(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...words], { env: environment(), encoding: 'utf8' })
}

async function push(key: string, content: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/api/v1/evidence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: formOf(claim, 'drill.txt', content),
  })
}

describe('evidentia-server', () => {
  it('creates the sample on the first start, serves while commands run beside it, and loses nothing it acknowledged to kill -9', async () => {
    const first = await start()
    expect(first).toMatch(/Creating the sample organization/)
    expect(first).toMatch(new RegExp(`Sign in once with http://127.0.0.1:${port}/sign-in#[A-Za-z0-9_-]{43}`))

    const slug = command('org', 'list').stdout.split('\t')[0] ?? ''
    const issued = command('api-key', 'create', '--org', slug, '--role', 'contributor')
    expect(issued.stderr).toBe('')
    const key = issued.stdout.trim()
    const acknowledged: Acknowledged[] = []
    for (let n = 0; n < 5; n += 1) acknowledged.push(await readJson<Acknowledged>(await push(key, `drill ${n}`)))
    // Under load when it dies: what is not answered may be there or not, what was answered must be.
    const pending = Array.from({ length: 5 }, async (_, n) =>
      push(key, `unanswered ${n}`).then(
        async (reply) => acknowledged.push(await readJson<Acknowledged>(reply)),
        () => undefined,
      ),
    )
    await new Promise((done) => setTimeout(done, 15))
    if (running !== null) await end(running, 'SIGKILL')
    await Promise.all(pending)

    const second = await start()
    expect(second).not.toMatch(/Creating the sample/)
    for (const { evidence, receipt } of acknowledged) {
      const found = await fetch(`http://127.0.0.1:${port}/api/v1/evidence/${evidence.id}/receipt`, {
        headers: { authorization: `Bearer ${key}` },
      })
      const again = await readJson<Acknowledged['receipt']>(found)
      expect(again.leaf).toBe(receipt.leaf)
      const verdict = await verifyReceipt({
        receipt: new TextEncoder().encode(again.proof),
        leaf: new Uint8Array(Buffer.from(again.leaf, 'base64')),
        vkeys: [receipt.verifierKey],
      })
      expect(verdict.ok).toBe(true)
    }
    expect((await push(key, 'after the restart')).status).toBe(201)
  })

  it('refuses a second server on the same data folder, with one sentence and exit code 78', () => {
    const second = command('start')
    expect(second.status).toBe(78)
    expect(second.stderr).toMatch(/^Another server \(process \d+\) uses the data folder .*\.\n$/)
  })

  it('says in one sentence that its port is taken, and leaves nothing running', async () => {
    const other = await makeDataFolder()
    const second = spawnSync(process.execPath, [main], {
      env: { ...environment(), EVIDENTIA_DATA: other },
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(second.status).toBe(78)
    expect(second.stderr).toMatch(/^Port \d+ on 127\.0\.0\.1 cannot be used .*; set PORT to another one\.\n$/)
    expect(spawnSync('pgrep', ['-f', other], { encoding: 'utf8' }).stdout).toBe('')
    await removeDataFolder(other)
  })

  it('stops in order when told to while it starts, and leaves no PostgreSQL behind', async () => {
    if (running !== null) await end(running, 'SIGTERM')
    await start('Starting PostgreSQL')
    if (running !== null) expect(await end(running, 'SIGINT')).toBe(0)
    running = null
    expect(spawnSync('pgrep', ['-f', dataFolder], { encoding: 'utf8' }).stdout).toBe('')
    await start()
  })

  it('drains and stops on SIGTERM, and refuses a root key that others can read', async () => {
    if (running !== null) expect(await end(running, 'SIGTERM')).toBe(0)
    running = null
    const foreign = join(dataFolder, 'foreign.key')
    await writeFile(foreign, Buffer.alloc(32), { mode: 0o644 })
    const refused = spawnSync(process.execPath, [main, 'rebuild'], {
      env: { ...environment(), EVIDENTIA_ROOT_KEY_FILE: foreign },
      encoding: 'utf8',
    })
    expect([refused.status, refused.stderr]).toEqual([
      78,
      `The root key ${foreign} can be read by others; run chmod 600 on it.\n`,
    ])
  })

  it('rebuilds from the command line when the server is stopped', () => {
    const rebuilt = command('rebuild')
    expect(rebuilt.stdout).toMatch(/\d+ entries replayed/)
    expect(rebuilt.status).toBe(0)
  })
})

interface Acknowledged {
  readonly evidence: { readonly id: string }
  readonly receipt: { readonly leaf: string; readonly proof: string; readonly verifierKey: string }
}

async function readJson<T>(response: Response): Promise<T> {
  return JSON.parse(await response.text())
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

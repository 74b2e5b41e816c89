import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The first time the script downloads it. */
const startMs = 150_000
const script = fileURLToPath(new URL('../../../../../shared/real-parts/moto-start.sh', import.meta.url))
/** Debian's Python, then whichever is first on the PATH. */
const pythons = ['/usr/bin/python3', 'python3']

/** A simulator of AWS interfaces (moto), on a port of this machine. */
export interface Moto {
  readonly endpoint: string
  stop(): Promise<void>
}

/** Why moto cannot run here, or null. Older Debians lack its package; beside the repository there may be a script that brings it. */
export function explainMissingMoto(): string | null {
  if (findPython() !== null || (process.getuid?.() === 0 && existsSync(script))) return null
  return 'no moto on this machine: install python3-moto'
}

function findPython(): string | null {
  return pythons.find((python) => spawnSync(python, ['-c', 'import moto.server, flask']).status === 0) ?? null
}

/** Several test files may need it first at the same time, and the script brings it to one place: one after the other. */
export async function startMoto(): Promise<Moto> {
  const release = findPython() === null ? await takeTurn() : () => undefined
  try {
    return await bringUp()
  } finally {
    await release()
  }
}

/** Waits until nobody else is bringing it; one that was killed while it did is passed over after its time. */
async function takeTurn(): Promise<() => Promise<void>> {
  const turn = join(tmpdir(), 'evidentia-moto.turn')
  for (;;) {
    try {
      await mkdir(turn)
      return async () => rm(turn, { recursive: true, force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const found = await stat(turn).catch(() => null)
      if (found !== null && Date.now() - found.mtimeMs > startMs) await rm(turn, { recursive: true, force: true })
      await sleep(200)
    }
  }
}

async function bringUp(): Promise<Moto> {
  const port = await findFreePort()
  const python = findPython()
  const [program, ...words] =
    python === null
      ? ['bash', script, join(tmpdir(), 'evidentia-moto'), String(port)]
      : [python, '-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)]
  const child: ChildProcess = spawn(program ?? '', words, {
    stdio: 'ignore',
    env: { ...process.env, APT_CONFIG: await writeAptSettings() },
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const endpoint = `http://127.0.0.1:${port}`
  for (const end = Date.now() + startMs; ; await sleep(100)) {
    // Not answering yet is what is waited for.
    if (
      await fetch(`${endpoint}/moto-api/`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { endpoint, stop }
    if (Date.now() < end && child.exitCode === null) continue
    await stop()
    throw new Error('moto did not come up in time.')
  }
}

/** Other tests may install packages at the same time: apt waits for them instead of giving up. */
async function writeAptSettings(): Promise<string> {
  const file = join(tmpdir(), 'evidentia-apt.conf')
  await writeFile(file, 'DPkg::Lock::Timeout "120";\n')
  return file
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((done) => void server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

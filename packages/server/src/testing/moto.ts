import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const installMs = 120_000
/** Debian's Python, then whichever is first on the PATH. */
const pythons = ['/usr/bin/python3', 'python3']

/** A simulator of AWS interfaces (moto), on a port of this machine. */
export interface Moto {
  readonly endpoint: string
  stop(): Promise<void>
}

/** Why moto cannot run here, or null. As root, Debian's package is installed where there is one. */
export function explainMissingMoto(): string | null {
  if (findPython() !== null) return null
  const missing = 'no moto on this machine: install python3-moto'
  if (process.getuid?.() !== 0) return missing
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'python3-moto'], {
    timeout: installMs,
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return findPython() === null ? missing : null
}

function findPython(): string | null {
  return pythons.find((python) => spawnSync(python, ['-c', 'import moto.server, flask']).status === 0) ?? null
}

export async function startMoto(): Promise<Moto> {
  const port = await findFreePort()
  const words = ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)]
  const child: ChildProcess = spawn(findPython() ?? 'python3', words, { stdio: 'ignore' })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const endpoint = `http://127.0.0.1:${port}`
  for (const end = Date.now() + 30_000; ; await sleep(100)) {
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
    throw new Error('moto did not come up within 30 seconds.')
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((done) => void server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const readyMilliseconds = 120_000

export interface RunningServer {
  readonly address: string
  /** The one-time sign-in link of the first start; it works once. */
  readonly link: string
  readonly stop: () => Promise<void>
}

/** Starts the real server on a data folder of its own, with the sample organization, and waits for its sign-in link. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const data = await mkdtemp(join(tmpdir(), 'evidentia-e2e-'))
  const port = await findFreePort()
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...settings, PORT: String(port), EVIDENTIA_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const link = await readLink(child)
    return { address: new URL(link).origin, link, stop: async () => stop(child, data) }
  } catch (error) {
    await stop(child, data)
    throw error
  }
}

async function readLink(child: ChildProcess): Promise<string> {
  const lines: string[] = []
  if (child.stdout === null || child.stderr === null) throw new Error('The server has no output to read.')
  child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  const timer = setTimeout(() => child.kill('SIGTERM'), readyMilliseconds)
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line)
      const link = /http:\/\/\S+\/sign-in#\S+/.exec(line)?.[0]
      if (link !== undefined) {
        // Keep reading, or the server would stop at a full pipe.
        child.stdout.resume()
        return link
      }
    }
  } finally {
    clearTimeout(timer)
  }
  throw new Error(`The server printed no sign-in link:\n${lines.slice(-20).join('\n')}`)
}

async function stop(child: ChildProcess, data: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
  await rm(data, { recursive: true, force: true })
}

/** A port of this machine that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.')
  return address.port
}

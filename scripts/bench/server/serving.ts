import { once } from 'node:events'
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../packages/server/src/testing/bench-server.ts', import.meta.url))

/** Where the server listens, and what it takes evidence with. */
export interface Serving {
  readonly address: string
  readonly key: string
  readonly claim: object
  /** Memory of the server's process now, in MB; its PostgreSQL is not counted. */
  measureMemory(): number
  stop(): Promise<void>
}

/** Starts a server in a process of its own, with a PostgreSQL and a data folder of its own. */
export async function startServing(): Promise<Serving> {
  const child = fork(program, {
    // As `evidentia-server` sets it for itself.
    execArgv: ['--semi-space-growth-factor=1'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { address, key, claim } = await hear<Pick<Serving, 'address' | 'key' | 'claim'>>(child)
  return {
    address,
    key,
    claim,
    measureMemory: () => {
      const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024
    },
    stop: async () => {
      const exited = once(child, 'exit')
      child.send({ stop: true })
      await exited
    },
  }
}

async function hear<Message>(child: ChildProcess): Promise<Message> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('The server under measurement ended; what it wrote is above.')
    }),
  ])
  return message
}

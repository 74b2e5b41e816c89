import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('server-process.ts', import.meta.url))
const readyMs = 90_000

export interface NodeOptions {
  /** Everything the server is configured by; nothing of this process's own environment reaches it. */
  readonly settings: Readonly<Record<string, string>>
  readonly port: number
  /** Where its words go. */
  readonly logFile: string
  /** Another main module, to plant a defect. */
  readonly entry?: string
  /** A program to run the server under, such as `strace -f …`; node and its arguments follow. */
  readonly under?: readonly string[]
}

/**
 * A server in a process of its own and the leader of its own group, so that `kill -9` is real. Its modules are loaded when it
 * is prepared; the server starts when it is told to, which saves a test the time that loading takes.
 */
export class ServerNode {
  readonly address: string
  readonly #child: ChildProcess
  readonly #exited: Promise<number | null>
  #said = ''

  private constructor(child: ChildProcess, port: number) {
    this.address = `http://127.0.0.1:${port}`
    this.#child = child
    this.#exited = new Promise((done) => child.once('exit', (code) => done(code)))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#said += text))
    // A process that was killed takes no more words.
    child.stdin?.on('error', () => undefined)
  }

  static prepare({ settings, port, logFile, under = [], ...options }: NodeOptions): ServerNode {
    const log = openSync(logFile, 'a', 0o600)
    const [program, ...words] = [...under, process.execPath, options.entry ?? entry]
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', ...settings, PORT: String(port) }
    const child = spawn(program, words, { env, stdio: ['pipe', 'pipe', log], detached: true })
    closeSync(log)
    return new ServerNode(child, port)
  }

  static async start(options: NodeOptions): Promise<ServerNode> {
    const node = ServerNode.prepare(options)
    await node.start()
    return node
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Lets the server begin. Does not wait. */
  begin(): void {
    this.#child.stdin?.write('start\n')
  }

  /** Lets the server begin and waits until it is ready. */
  async start(): Promise<void> {
    this.begin()
    await this.waitUntilReady()
  }

  async waitUntilReady(): Promise<void> {
    for (const end = Date.now() + readyMs; !this.#said.includes('Ready at'); await sleep(10)) {
      if (this.hasEnded) throw new Error(`The server ended before it was ready: ${this.#said}`)
      if (Date.now() > end) throw new Error(`The server was not ready within ${readyMs / 1000} s: ${this.#said}`)
    }
  }

  /** Waits until the server says that the database answers, as after PostgreSQL was killed under it. */
  async waitUntilHealthy(): Promise<void> {
    for (const end = Date.now() + readyMs; ; await sleep(20)) {
      const reply = await fetch(`${this.address}/readyz`).catch(() => null)
      await reply?.body?.cancel()
      if (reply?.status === 200) return
      if (this.hasEnded) throw new Error(`The server ended: ${this.#said}`)
      if (Date.now() > end) throw new Error(`The server was not healthy within ${readyMs / 1000} s.`)
    }
  }

  /** `kill -9` of the whole process group. PostgreSQL, which is its own, lives on, as it would. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.#exited
  }

  /** Ends it in order; resolves to its exit code. */
  async stop(): Promise<number | null> {
    this.#signal('SIGTERM')
    return this.#exited
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) process.kill(-this.pid, signal)
  }
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms))
}

import type { FileHandle } from 'node:fs/promises'
import type { FileHashes } from './file-hashes.ts'

/** Smaller packages are hashed before a thread would have started. */
const WORTHWHILE_BYTES = 8 << 20

/** Reads and hashes a package's files beside this thread, which meanwhile checks the log. */
export class HashThread {
  readonly #answer: Promise<FileHashes>
  readonly #terminate: () => Promise<number>

  /** Undefined for a package too small to be worth it. The file must stay open until `stop`. */
  static async start(file: FileHandle, size: number): Promise<HashThread | undefined> {
    if (size < WORTHWHILE_BYTES) return undefined
    const { Worker } = await import('node:worker_threads')
    const program = new URL('./hash-worker.ts', import.meta.url)
    // As published, this file is JavaScript, and that one beside it.
    if (import.meta.url.endsWith('.js')) program.pathname = program.pathname.replace(/\.ts$/, '.js')
    const worker = new Worker(program, {
      workerData: [file.fd, size],
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
      env: {},
    })
    const answer = new Promise<FileHashes>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`The thread that hashes ended with code ${code}.`)))
    })
    return new HashThread(answer, async () => worker.terminate())
  }

  private constructor(answer: Promise<FileHashes>, terminate: () => Promise<number>) {
    this.#answer = answer
    this.#terminate = terminate
    // Thrown by `finish`; a verification that ends before then must not be ended by it.
    answer.catch(() => undefined)
  }

  /** Rejects when the thread could not do it; then whoever asks does it himself. */
  async finish(): Promise<FileHashes> {
    return this.#answer
  }

  async stop(): Promise<void> {
    await this.#terminate()
  }
}

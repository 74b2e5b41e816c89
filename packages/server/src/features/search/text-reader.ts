import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const timeLimitMs = 20_000
const memoryLimitMib = 512

/** What is sent to the thread that reads texts. */
export interface TextRequest {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Reads the words of files in a thread of its own, one file at a time. A file made to exhaust whoever reads it costs its thread
 * and nothing else: it counts as having no words.
 */
export class TextReader {
  #worker: Worker | null = null

  /** The distinct words of a file; none for a kind without text, and for a file that takes too long or too much. `bytes` are given away. */
  async read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
    if (bytes.length === 0) return []
    this.#worker ??= startWorker()
    const worker = this.#worker
    const answered = new AbortController()
    const timer = setTimeout(() => void worker.terminate(), timeLimitMs)
    const { signal } = answered
    try {
      const request: TextRequest = { name, bytes }
      worker.postMessage(request, [bytes.buffer])
      const words = await Promise.race([
        once(worker, 'message', { signal }).then(([answer]: unknown[]) =>
          Array.isArray(answer) ? answer.map(String) : [],
        ),
        // Out of memory, or stopped for taking too long.
        once(worker, 'exit', { signal }).then(() => null),
      ])
      if (words === null) this.#worker = null
      return words ?? []
    } catch {
      // The thread died of this file: `once` throws what the worker reports.
      this.#worker = null
      await worker.terminate()
      return []
    } finally {
      clearTimeout(timer)
      answered.abort()
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = null
  }
}

function startWorker(): Worker {
  const program = new URL('./text-worker.ts', import.meta.url)
  // As published, this file is JavaScript, and that one beside it.
  if (import.meta.url.endsWith('.js')) program.pathname = program.pathname.replace(/\.ts$/, '.js')
  const worker = new Worker(program, {
    // A small young generation: it is collected more often, and the whole process stays small while files are read.
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMib, maxYoungGenerationSizeMb: 2 },
    // A parser's warnings about a damaged file are no news of ours.
    stderr: true,
    stdout: true,
    env: {},
  })
  worker.unref()
  return worker
}

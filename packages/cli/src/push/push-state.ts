import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { contracts } from '@evidentia/core'
import { Refusal } from '../output/explain-error.ts'
import type { Recorded, Server } from './send-evidence.ts'

/**
 * What was recorded already, by request, in a file of one's own: a run that was broken off goes on where it stopped. Losing the file
 * costs only time, because the server recognizes a file that it has for the same claim. What one server recorded with one key says
 * nothing of another server, nor of the organization of another key.
 */
export class PushState {
  readonly #path: string | null
  readonly #server: Server
  readonly #recorded: Map<string, Recorded>

  private constructor(path: string | null, server: Server, recorded: Map<string, Recorded>) {
    this.#path = path
    this.#server = server
    this.#recorded = recorded
  }

  static async open(path: string | undefined, server: Server): Promise<PushState> {
    if (path === undefined) return new PushState(null, server, new Map())
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    })
    if (text === null) return new PushState(path, server, new Map())
    const recorded = readRecorded(text)
    if (recorded === null)
      throw new Refusal(2, `${path} is no state of an earlier push; name another file with --state.`)
    return new PushState(path, server, recorded)
  }

  find(request: string): Recorded | undefined {
    return this.#recorded.get(this.#nameAt(request))
  }

  /** Remembers an answer. The file is replaced as a whole, so that a broken run leaves the one before. */
  async add(request: string, answer: Recorded): Promise<void> {
    this.#recorded.set(this.#nameAt(request), answer)
    if (this.#path === null) return
    const next = `${this.#path}.next`
    await writeFile(next, `${JSON.stringify({ recorded: Object.fromEntries(this.#recorded) })}\n`, { flush: true })
    await rename(next, this.#path)
  }

  #nameAt(request: string): string {
    const { url, apiKey } = this.#server
    return createHash('sha256').update([url.href, apiKey, request].join('\n')).digest('hex')
  }
}

/** The answers that a state holds; null where it is none. */
function readRecorded(text: string): Map<string, Recorded> | null {
  const state = parseJson(text)
  if (typeof state !== 'object' || state === null || !('recorded' in state)) return null
  const { recorded } = state
  if (typeof recorded !== 'object' || recorded === null) return null
  const read = new Map<string, Recorded>()
  for (const [request, answer] of Object.entries(recorded)) {
    const parsed = contracts.recordEvidence.output.safeParse(answer)
    if (!parsed.success) return null
    read.set(request, parsed.data)
  }
  return read
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

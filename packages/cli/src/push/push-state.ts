import { readFile, rename, writeFile } from 'node:fs/promises'
import { contracts } from '@evidentia/core'
import { Refusal } from '../output/explain-error.ts'
import type { Recorded } from './send-evidence.ts'

/**
 * What was recorded already, by request, in a file of one's own: a run that was broken off goes on where it stopped. Losing the file
 * costs only time, because the server knows each request again.
 */
export class PushState {
  readonly #path: string | null
  readonly #recorded: Map<string, Recorded>

  private constructor(path: string | null, recorded: Map<string, Recorded>) {
    this.#path = path
    this.#recorded = recorded
  }

  static async open(path: string | undefined): Promise<PushState> {
    if (path === undefined) return new PushState(null, new Map())
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    })
    if (text === null) return new PushState(path, new Map())
    const recorded = readRecorded(text)
    if (recorded === null)
      throw new Refusal(2, `${path} is no state of an earlier push; name another file with --state.`)
    return new PushState(path, recorded)
  }

  find(request: string): Recorded | undefined {
    return this.#recorded.get(request)
  }

  /** Remembers an answer. The file is replaced as a whole, so that a broken run leaves the one before. */
  async add(request: string, answer: Recorded): Promise<void> {
    this.#recorded.set(request, answer)
    if (this.#path === null) return
    const next = `${this.#path}.next`
    await writeFile(next, `${JSON.stringify({ recorded: Object.fromEntries(this.#recorded) })}\n`, { flush: true })
    await rename(next, this.#path)
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

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { parseCheckpoint, openCheckpoint } from '../checkpoint/checkpoint.ts'
import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { decodeUtf8, encodeUtf8, equalBytes, parseDecimal } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { verifyConsistency } from '../merkle/consistency.ts'
import { EMPTY_ROOT } from '../merkle/hash.ts'
import { encodeSignatureLines, parseNote } from '../note/note-text.ts'
import type { Signer } from '../note/signer.ts'
import { parseVerifierKeys } from '../note/verifier-key.ts'
import { cosignCheckpoint } from '../witness/cosign.ts'

interface Remembered {
  readonly size: number
  readonly root: string
}

interface Answer {
  readonly status: number
  readonly body?: string | Uint8Array
  readonly type?: string
}

/** A small witness for tests (C2SP tlog-witness): remembers one checkpoint per log in a file, and cosigns extensions. */
export class WitnessServer {
  readonly url: string
  readonly #server: Server

  static async start(options: {
    readonly signer: Signer
    /** Verifier keys by the origin of the log. */
    readonly logs: ReadonlyMap<string, readonly string[]>
    readonly stateFile: string
    readonly now?: () => number
  }): Promise<WitnessServer> {
    const { signer, logs, stateFile, now = () => Math.floor(Date.now() / 1000) } = options
    const judge = async (body: Uint8Array): Promise<Answer> => addCheckpoint(body, signer, logs, stateFile, now())
    let queue: Promise<unknown> = Promise.resolve()
    const server = createServer((request, response) => {
      // One after the other: between looking up the old size and keeping the new one nothing may come.
      queue = queue.then(async () => respond(request, response, judge))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return new WitnessServer(server, typeof address === 'object' && address !== null ? address.port : 0)
  }

  private constructor(server: Server, port: number) {
    this.#server = server
    this.url = `http://127.0.0.1:${port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  judge: (body: Uint8Array) => Promise<Answer>,
): Promise<void> {
  const { status, body = '', type = 'text/plain' } = await answer(request, judge)
  response.writeHead(status, { 'content-type': type }).end(body)
}

async function answer(request: IncomingMessage, judge: (body: Uint8Array) => Promise<Answer>): Promise<Answer> {
  if (request.method !== 'POST' || request.url !== '/add-checkpoint') return { status: 404 }
  const chunks: Uint8Array[] = []
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk)
  try {
    return await judge(Buffer.concat(chunks))
  } catch (error) {
    if (error instanceof LedgerError) return { status: 400, body: error.message }
    throw error
  }
}

async function addCheckpoint(
  body: Uint8Array,
  signer: Signer,
  logs: ReadonlyMap<string, readonly string[]>,
  stateFile: string,
  now: number,
): Promise<Answer> {
  const text = decodeUtf8(body, 'The request')
  const blank = text.indexOf('\n\n')
  const [oldLine = '', ...proofLines] = text.slice(0, blank).split('\n')
  const oldSize = oldLine.startsWith('old ') ? parseDecimal(oldLine.slice(4)) : undefined
  if (blank === -1 || oldSize === undefined || proofLines.length > 63) return { status: 400 }
  const note = encodeUtf8(text.slice(blank + 2))
  const { origin, size, root } = parseCheckpoint(parseNote(note).text)
  const keys = logs.get(origin)
  if (keys === undefined) return { status: 404 }
  if (!(await isSigned(note, keys))) return { status: 403 }
  if (oldSize > size) return { status: 400 }
  const state = readState(stateFile)
  const known = state[origin] ?? { size: 0, root: encodeBase64(EMPTY_ROOT) }
  const conflict = { status: 409, type: 'text/x.tlog.size', body: `${known.size}\n` }
  const oldRoot = decodeBase64(known.root)
  if (known.size !== oldSize || (oldSize === size && !equalBytes(oldRoot, root))) return conflict
  const proof = proofLines.map(decodeBase64)
  if (!verifyConsistency({ oldSize, oldRoot, newSize: size, newRoot: root, proof })) return { status: 422 }
  writeState(stateFile, { ...state, [origin]: { size, root: encodeBase64(root) } })
  return { status: 200, body: encodeSignatureLines([cosignCheckpoint(note, signer, now)]) }
}

async function isSigned(note: Uint8Array, keys: readonly string[]): Promise<boolean> {
  try {
    await openCheckpoint(note, await parseVerifierKeys(keys))
    return true
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'note-unverified') return false
    throw error
  }
}

function readState(path: string): Record<string, Remembered> {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

function writeState(path: string, state: Record<string, Remembered>): void {
  writeFileSync(`${path}.new`, JSON.stringify(state), { flush: true })
  renameSync(`${path}.new`, path)
}

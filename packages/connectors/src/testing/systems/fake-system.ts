import { createServer } from 'node:http'
import type { Http } from '../../collection/collector.ts'
import { createContext } from '../../outbound/context.ts'
import type { OpenApi } from './open-api.ts'

export interface FakeRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface FakeReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A system of record that runs beside a test: stateful, over real HTTP, and held against its vendor's specification. */
export interface FakeSystem {
  readonly connector: string
  readonly secrets: Readonly<Record<string, string>>
  settings(address: string): Record<string, unknown>
  /** The vendor's specification; what stands before its paths may be asked for without it, where `unspecified` says so. */
  specification(): OpenApi
  readonly unspecified?: RegExp
  answer(request: FakeRequest, address: string): FakeReply
  /** What is there, by dataset and type of record: counted by hand, and not by what is tested. */
  readonly holds: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** A resource that may be kept from being read: the path, and how the dataset speaks of it. */
  readonly resource: { readonly dataset: string; readonly path: RegExp; readonly about: string }
}

/** What goes wrong on the way: for the first `times` requests whose path matches. */
export interface Fault {
  readonly path?: RegExp
  readonly times: number
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Answers nothing at all. */
  readonly hangs?: boolean
}

export interface RunningSystem {
  readonly address: string
  /** Every request so far, `GET /path?query`. */
  readonly requests: readonly string[]
  /** What a request or an answer had wrong by the vendor's specification. */
  readonly faults: readonly string[]
  fail(fault: Fault): void
  readonly http: Http
  stop(): Promise<void>
}

export async function runSystem(system: FakeSystem): Promise<RunningSystem> {
  const specification = system.specification()
  const requests: string[] = []
  const faults: string[] = []
  let failing: (Fault & { left: number }) | null = null
  let address = ''
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk))
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', address)
      const method = incoming.method ?? 'GET'
      requests.push(`${method} ${url.pathname}${url.search}`)
      if (failing !== null && failing.left > 0 && (failing.path ?? /./).test(url.pathname)) {
        failing.left -= 1
        if (failing.hangs === true) return
        outgoing.writeHead(failing.status, { 'content-type': 'application/json', ...failing.headers }).end('{}')
        return
      }
      const isSpecified = system.unspecified?.test(url.pathname) !== true
      const wrong = isSpecified ? specification.faultOfRequest(method, url) : null
      if (wrong !== null) {
        faults.push(wrong)
        outgoing.writeHead(400).end('{}')
        return
      }
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat()[0]]),
      )
      const reply = system.answer({ method, url, headers, body: Buffer.concat(chunks).toString() }, address)
      const bad = isSpecified ? specification.faultOfReply(method, url, reply.status, reply.body) : null
      if (bad !== null) faults.push(bad)
      outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      outgoing.end(JSON.stringify(reply.body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  const host = `127.0.0.1:${typeof at === 'object' ? at?.port : ''}`
  address = `http://${host}`
  const { http } = createContext({
    allowedHosts: [host],
    signal: new AbortController().signal,
    timeoutMs: 400,
    backoffMs: 2,
    maxWaitMs: 3000,
  })
  return {
    address,
    requests,
    faults,
    fail: (fault) => void (failing = { ...fault, left: fault.times }),
    http,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

/** A page of a list and the header that leads to the next one (RFC 8288). */
export function pageWithLink(
  items: readonly unknown[],
  { url }: FakeRequest,
  size: number,
  parameter: string,
): FakeReply {
  const from = Number(url.searchParams.get(parameter) ?? '0')
  const next = new URL(url)
  next.searchParams.set(parameter, String(from + size))
  const headers = from + size < items.length ? { link: `<${url.href}>; rel="self", <${next.href}>; rel="next"` } : {}
  return { status: 200, headers, body: items.slice(from, from + size) }
}

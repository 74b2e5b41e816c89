import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { HttpReply, HttpRequest } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import type { Doorkeeper } from './doorkeeper.ts'

export interface SendLimits {
  /** For one request, from its beginning to the last byte of its answer. */
  readonly timeoutMs: number
  readonly maxBytes: number
}

const maxRedirects = 3

/** Sends one request to a vetted host. Follows a redirect of a GET to the same host and no other. Throws `CollectFailure`. */
export async function sendOnce(
  request: HttpRequest,
  doorkeeper: Doorkeeper,
  limits: SendLimits,
  signal: AbortSignal,
): Promise<HttpReply> {
  let at = request
  for (let step = 0; ; step += 1) {
    const reply = await exchange(at, doorkeeper, limits, signal)
    const next = reply.headers['location']
    if (at.method !== 'GET' || next === undefined || ![301, 302, 303, 307, 308].includes(reply.status)) return reply
    const from = readUrl(at.url)
    const target = readUrl(new URL(next, from).href)
    if (target.host !== from.host || target.protocol !== from.protocol || step === maxRedirects)
      throw new CollectFailure('not-allowed', `${from.host} sends on to ${target.host}, which is not followed.`)
    at = { ...at, url: target.href }
  }
}

function readUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null) throw new CollectFailure('not-allowed', 'The address is no URL.')
  return url
}

async function exchange(
  request: HttpRequest,
  doorkeeper: Doorkeeper,
  { timeoutMs, maxBytes }: SendLimits,
  signal: AbortSignal,
): Promise<HttpReply> {
  const url = readUrl(request.url)
  const isSecure = url.protocol === 'https:'
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
  // What is sent carries credentials: in the clear only to a host that the operator vouches for.
  if (!isSecure && !(url.protocol === 'http:' && doorkeeper.isAllowed(url.hostname, port)))
    throw new CollectFailure('not-allowed', `${url.hostname} is to be asked over https.`)
  if (url.username !== '' || url.password !== '')
    throw new CollectFailure('not-allowed', 'The address carries credentials; they belong into the secrets.')
  const vetted = await doorkeeper.vet(url.hostname, port)
  const open = isSecure ? requestHttps : requestHttp
  const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(explain(error, url.host, signal))
    const asked = open(
      url,
      {
        method: request.method,
        headers: { 'accept-encoding': 'identity', 'user-agent': 'evidentia', ...request.headers },
        signal: patience,
        agent: false,
        lookup: (_host, options, done) => {
          if (options.all === true) done(null, [{ address: vetted.address, family: vetted.family }])
          else done(null, vetted.address, vetted.family)
        },
      },
      (incoming) => void readReply(incoming, maxBytes).then(resolve, fail),
    )
    asked.on('error', fail)
    asked.end(request.body)
  })
}

async function readReply(incoming: IncomingMessage, maxBytes: number): Promise<HttpReply> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    if (!(chunk instanceof Buffer)) continue
    size += chunk.length
    if (size > maxBytes) {
      incoming.destroy()
      throw new CollectFailure('too-large', `The answer takes more than ${Math.round(maxBytes / 1_048_576)} MB.`)
    }
    chunks.push(chunk)
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const)
  return { status: incoming.statusCode ?? 0, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) }
}

function explain(error: unknown, host: string, signal: AbortSignal): CollectFailure {
  if (error instanceof CollectFailure) return error
  if (signal.aborted) return new CollectFailure('canceled', 'The collection was canceled.', error)
  if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name))
    return new CollectFailure('unreachable', `${host} did not answer in time.`, error)
  return new CollectFailure('unreachable', `${host} could not be reached: ${codeOf(error)}.`, error)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 120)
}

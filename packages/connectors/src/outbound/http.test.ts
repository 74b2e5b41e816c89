import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CollectFailure } from '../collection/failure.ts'
import { createContext } from './context.ts'
import { waitAskedFor } from './http.ts'

let answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void = () => undefined
let attempts = 0
const server = createServer((request, response) => answer(request, response, (attempts += 1)))
let host = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => void server.close())
afterEach(() => void (attempts = 0))

function send(path = '/', allowedHosts = [host], signal = new AbortController().signal) {
  const { http } = createContext({
    allowedHosts,
    signal,
    timeoutMs: 300,
    backoffMs: 5,
    maxWaitMs: 2000,
    maxReplyBytes: 10_000,
  })
  return http.send({ method: 'GET', url: `http://${host}${path}`, headers: { authorization: 'Bearer s3cret' } })
}

async function failureOf(sending: Promise<unknown>): Promise<CollectFailure> {
  try {
    await sending
  } catch (error) {
    if (error instanceof CollectFailure) return error
    throw error
  }
  return expect.unreachable('it was answered')
}

describe('where a connection may go', () => {
  it('refuses this machine and its network unless the operator allows the host', async () => {
    answer = (_, response) => void response.end('hello')
    expect(await failureOf(send('/', []))).toMatchObject({ kind: 'not-allowed' })
    expect(attempts).toBe(0)
    expect((await send()).status).toBe(200)
  })

  it('refuses a name that stands for this machine, resolved once', async () => {
    const { http } = createContext({ allowedHosts: [], signal: new AbortController().signal })
    const sending = http.send({ method: 'GET', url: `https://localhost:${host.split(':')[1]}/` })
    expect(await failureOf(sending)).toMatchObject({ kind: 'not-allowed' })
    expect(attempts).toBe(0)
  })

  it('never sends credentials in the clear to a host nobody vouched for, nor takes them in an address', async () => {
    const { http } = createContext({ allowedHosts: [], signal: new AbortController().signal })
    for (const url of ['http://example.org/', 'https://ada:secret@example.org/', 'file:///etc/passwd', 'no url'])
      expect(await failureOf(http.send({ method: 'GET', url }))).toMatchObject({ kind: 'not-allowed' })
  })

  it('follows a redirect on the same host and none to another', async () => {
    answer = ({ url }, response) => {
      if (url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
      else if (url === '/here') response.writeHead(302, { location: '/there' }).end()
      else response.end(url)
    }
    expect(new TextDecoder().decode((await send('/here')).body)).toBe('/there')
    expect(await failureOf(send('/away'))).toMatchObject({ kind: 'not-allowed' })
  })
})

describe('patience', () => {
  it('waits as long as a busy system asks and then goes on', async () => {
    answer = (_, response, attempt) =>
      attempt === 1 ? void response.writeHead(429, { 'retry-after': '1' }).end() : void response.end('ok')
    const before = performance.now()
    expect((await send()).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(900)
  })

  it('tries a server error again, each time later, and gives up after five', async () => {
    answer = (_, response, attempt) => void response.writeHead(attempt < 4 ? 503 : 200).end()
    expect((await send()).status).toBe(200)
    attempts = 0
    answer = (_, response) => void response.writeHead(500).end()
    expect(await failureOf(send())).toMatchObject({ kind: 'unreachable' })
    expect(attempts).toBe(5)
  })

  it('gives up on a system that asks for more patience than there is', async () => {
    answer = (_, response) => void response.writeHead(429, { 'retry-after': '86400' }).end()
    expect(await failureOf(send())).toMatchObject({ kind: 'throttled' })
    expect(attempts).toBe(1)
  })

  it('ends a request that hangs, also in the middle of an answer', async () => {
    answer = () => undefined
    expect((await failureOf(send())).message).toMatch(/did not answer in time/)
    answer = (_, response) => void response.writeHead(200).write('half')
    expect(await failureOf(send())).toMatchObject({ kind: 'unreachable' })
  })

  it('does not try again what was refused', async () => {
    answer = (_, response) => void response.writeHead(401).end('no')
    expect((await send()).status).toBe(401)
    expect(attempts).toBe(1)
  })

  it('reads the three ways to say when to come back', () => {
    const now = Date.parse('2026-11-30T12:00:00Z')
    const reply = (headers: Record<string, string>) => ({ status: 429, headers, body: new Uint8Array() })
    expect(waitAskedFor(reply({ 'retry-after': '7' }), now)).toBe(7000)
    expect(waitAskedFor(reply({ 'retry-after': 'Mon, 30 Nov 2026 12:00:30 GMT' }), now)).toBe(30_000)
    expect(waitAskedFor(reply({ 'x-rate-limit-reset': String(now / 1000 + 9) }), now)).toBe(9000)
    expect(waitAskedFor(reply({ 'retry-after': 'soon' }), now)).toBeNull()
  })
})

it('ends an answer that is too long', async () => {
  answer = (_, response) => void response.end('x'.repeat(20_000))
  expect(await failureOf(send())).toMatchObject({ kind: 'too-large' })
})

it('stops at once when it is canceled', async () => {
  const canceled = new AbortController()
  answer = () => void setTimeout(() => canceled.abort(), 20)
  expect(await failureOf(send('/', [host], canceled.signal))).toMatchObject({ kind: 'canceled' })
})

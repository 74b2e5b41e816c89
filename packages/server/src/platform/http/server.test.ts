import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Agent, get } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
})
afterAll(async () => server.stop())

describe('the HTTP server', () => {
  it('answers its probes and metrics without naming anybody', async () => {
    expect((await server.request('GET', '/livez')).status).toBe(200)
    expect((await server.request('GET', '/readyz')).json()).toEqual({ status: 'ready' })
    await server.request('GET', '/api/v1/matrix', { key: own.keys.auditor })
    const metrics = (await server.request('GET', '/metrics')).text
    expect(metrics).toContain('evidentia_request_seconds_count{operation="listMatrix",status="200"}')
    expect(metrics).toMatch(/evidentia_log_transactions_total\{kind="api-key-issued"\} \d/)
    expect(metrics).not.toContain(own.organization)
    expect(metrics).not.toContain('own')
  })

  it('says what is wrong in one sentence, with the request id that the header bears', async () => {
    const reply = await server.request('GET', '/api/v1/matrix?status=green', { key: own.keys.auditor })
    expect(reply.status).toBe(422)
    const problem = reply.json<{ type: string; detail: string; instance: string; place: { field: string } }>()
    expect(problem).toMatchObject({
      type: 'urn:evidentia:problem:invalid-input',
      detail: 'There is no status "green".',
      place: { field: 'status' },
    })
    expect(reply.headers.get('x-request-id')).toBe(problem.instance)
  })

  it('refuses what it does not know: fields, addresses, bodies that are no JSON or too large', async () => {
    const key = own.keys.administrator
    expect((await server.request('GET', '/api/v1/matrix?colour=green', { key })).text).toContain(
      'there is no such field',
    )
    expect((await server.request('GET', '/api/v1/nothing', { key })).status).toBe(404)
    expect((await server.request('DELETE', '/nothing', { key })).status).toBe(404)
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    expect((await fetch(`${server.address}/api/v1/members`, { method: 'POST', headers, body: '{' })).status).toBe(422)
    expect(
      (
        await fetch(`${server.address}/api/v1/members`, {
          method: 'POST',
          headers,
          body: `"${'x'.repeat(1024 * 1024)}"`,
        })
      ).status,
    ).toBe(413)
    expect((await server.request('GET', '/api/v1/evidence?cursor=guessed', { key })).status).toBe(422)
  })

  it('pages through a list without losing or repeating an item', async () => {
    const indices: number[] = []
    let cursor = ''
    do {
      const page = (
        await server.request('GET', `/api/v1/log/entries?limit=3${cursor}`, { key: own.keys.auditor })
      ).json<{ items: { index: number }[]; next: string | null; total: number }>()
      indices.push(...page.items.map(({ index }) => index))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(indices).toEqual(Array.from({ length: indices.length }, (_, at) => indices.length - 1 - at))
  })

  it('sends strict headers with every answer, and a nonce only with the page of the web app', async () => {
    const api = await server.request('GET', '/api/v1/session')
    expect(api.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(api.headers.get('cache-control')).toBe('no-store')
    const page = await server.request('GET', '/o/own/matrix')
    expect([200, 503]).toContain(page.status)
    if (page.status === 200) {
      const policy = page.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none'
      expect(page.text).toContain(nonce)
      expect(policy).not.toContain('unsafe')
    }
    for (const reply of [api, page]) {
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
      expect(reply.headers.get('referrer-policy')).toBe('no-referrer')
      expect(reply.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(reply.headers.get('strict-transport-security')).toBeNull()
    }
  })

  it('fails no request that it has accepted when it stops under load', async () => {
    const other = await startTestServer()
    const { keys } = await createTestOrganization(other, 'last')
    const accepted = new Set<number | undefined>()
    const note = (message: unknown): void => {
      accepted.add((message as { readonly socket: Socket }).socket.remotePort)
    }
    subscribe('net.server.socket', note)
    const outcomes: (number | string)[] = []
    const agent = new Agent({ keepAlive: true })
    const client = async (): Promise<void> => {
      for (;;) {
        const { outcome, port } = await ask(agent, `${other.address}/api/v1/controls/restore-test`, keys.auditor)
        // A connection that nobody accepted yet is cut off by the system when listening ends; nothing was lost with it.
        outcomes.push(outcome === 'ECONNRESET' && !accepted.has(port) ? 'never accepted' : outcome)
        if (outcome !== 200) return
      }
    }
    const clients = Array.from({ length: 8 }, client)
    await vi.waitUntil(() => outcomes.length > 20, { timeout: 20_000 })
    await other.stop()
    await Promise.all(clients)
    unsubscribe('net.server.socket', note)
    agent.destroy()
    // Once it no longer listens, clients are refused, which tells them that nothing was accepted.
    const unanswered = outcomes.filter((outcome) => outcome !== 200)
    expect(unanswered.filter((outcome) => outcome !== 'ECONNREFUSED' && outcome !== 'never accepted')).toEqual([])
    expect(unanswered).toHaveLength(8)
  })
})

interface Asked {
  readonly outcome: number | string
  /** The port from which it was asked, by which the server knows the connection. */
  readonly port: number | undefined
}

async function ask(agent: Agent, url: string, key: string): Promise<Asked> {
  return new Promise((done) => {
    let port: number | undefined
    const asked = get(url, { agent, headers: { authorization: `Bearer ${key}` } })
    asked.on('socket', (socket) => {
      const note = (): void => void (port = socket.localPort)
      if (socket.connecting) socket.once('connect', note)
      else note()
    })
    asked.on('response', (reply) => reply.resume().on('end', () => done({ outcome: reply.statusCode ?? 0, port })))
    asked.on('error', (error) => done({ outcome: 'code' in error ? String(error.code) : String(error), port }))
  })
}

import { expect } from 'vitest'
import type { TestOrganization, TestServer } from './test-server.ts'

/** What a SCIM directory answers, read as a test says. */
export interface ScimReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

/** An identity provider, as far as a directory sees one. */
export interface ScimProvider {
  readonly address: string
  readonly token: string
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ScimReply>
}

/** Makes a directory with its token, and gives what pushes into it. */
export async function connectProvider(
  server: TestServer,
  own: TestOrganization,
  id: string,
  system = `database-${own.slug}`,
): Promise<ScimProvider> {
  const key = own.keys['compliance-lead']
  const body = {
    id,
    name: `Directory ${id}`,
    source: 'Identity provider',
    proves: [{ requirement: 'access-removal/account-listing', system }],
    owner: `person-${own.slug}`,
  }
  const recorded = await server.request('PUT', `/api/v1/documents/scim-directory/${id}`, {
    key,
    json: { effective: '2026-01-01', body },
  })
  expect(recorded.status, recorded.text).toBe(200)
  const made = await server.request('POST', `/api/v1/scim-directories/${id}/token`, { key, json: {} })
  expect(made.status, made.text).toBe(201)
  const { token, address } = made.json({ token: '', address: '' })
  return {
    token,
    address,
    send: async (method, path, sent, headers = {}) => push({ address, token }, method, path, sent, headers),
  }
}

async function push(
  { address, token }: Pick<ScimProvider, 'address' | 'token'>,
  method: string,
  path: string,
  sent: unknown,
  headers: Record<string, string>,
): Promise<ScimReply> {
  const reply = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(sent === undefined ? {} : { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  })
  const text = await reply.text()
  if (text !== '') expect(reply.headers.get('content-type'), text).toMatch(/^application\/scim\+json/)
  return { status: reply.status, headers: reply.headers, text, body: text === '' ? {} : JSON.parse(text) }
}

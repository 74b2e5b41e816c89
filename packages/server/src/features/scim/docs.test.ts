import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestOrganization, startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.stop())

interface Command {
  readonly method: string
  readonly path: string
  readonly json: { readonly body: Record<string, unknown> } | undefined
}

/** The calls of `curl` in a page, as a shell would make them. */
function commandsIn(page: string): Command[] {
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block)
  const calls = blocks
    .join('')
    .replaceAll('\\\n', ' ')
    .matchAll(/curl -X (\w+) "\$EVIDENTIA_URL([^"]+)"(?:[^']|'content[^']+')*?(?:-d '([^']+)')?\n/g)
  return [...calls].map(([, method = '', path = '', body]) => ({
    method,
    path,
    json: body === undefined ? undefined : JSON.parse(body),
  }))
}

const portal = {
  id: 'portal',
  name: 'Portal',
  kind: 'patient-portal',
  environment: 'production',
  sensitivity: 'phi',
  criticality: 'high',
  internetFacing: true,
  owner: 'lena-lead',
}

it('does what the page about SCIM says, word for word', async () => {
  const page = await readFile(new URL('../../../../../docs/scim.md', import.meta.url), 'utf8')
  const commands = commandsIn(page)
  expect(commands.map(({ method }) => method)).toEqual(['PUT', 'POST'])
  const own = await createTestOrganization(server, 'acme')
  const key = own.keys.administrator
  for (const [kind, id, named] of [
    ['person', 'lena-lead', { id: 'lena-lead', name: 'Lena Lead', email: 'lena@acme.example' }],
    ['system', 'portal', portal],
  ] as const) {
    const json = { effective: '2026-01-01', body: named }
    const recorded = await server.request('PUT', `/api/v1/documents/${kind}/${id}`, { key, json })
    expect(recorded.status, recorded.text).toBe(200)
  }
  const replies = []
  for (const { method, path, json } of commands)
    replies.push(await server.request(method, path, { key, ...(json === undefined ? {} : { json }) }))
  expect(replies.map(({ status, text }) => `${status} ${status < 300 ? '' : text}`.trim())).toEqual(['200', '201'])
  const { token, address } = replies[1]?.json({ token: '', address: '' }) ?? { token: '', address: '' }
  const config = await fetch(`${address}/ServiceProviderConfig`, { headers: { authorization: `Bearer ${token}` } })
  expect(config.status).toBe(200)
})

import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization
const secrets = new Map<string, string>()
const body = JSON.stringify({ action: 'closed', pull_request: { number: 7, merged: true }, note: 'é' })

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  for (const [id, more] of [
    ['github', { kind: 'github' }],
    ['standard', { kind: 'standard' }],
    ['pager', { kind: 'hmac', header: 'X-Pager-Signature' }],
  ] as const) {
    const hook = {
      id,
      name: id,
      source: 'Sender',
      proves: [{ requirement: 'restore-test/restore-drill', system: 'database-acme' }],
      owner: 'person-acme',
      ...more,
    }
    await record(id, hook)
    secrets.set(id, (await makeSecret(id)).secret)
  }
})
afterAll(async () => server.stop())

async function record(id: string, body: unknown) {
  const put = await server.request('PUT', `/api/v1/documents/webhook/${id}`, {
    key: own.keys['compliance-lead'],
    json: { effective: '2026-01-01', body },
  })
  expect(put.status, put.text).toBe(200)
}

async function makeSecret(id: string) {
  const made = await server.request('POST', `/api/v1/webhooks/${id}/secret`, {
    key: own.keys['compliance-lead'],
    json: {},
  })
  expect(made.status, made.text).toBe(201)
  return made.json({ secret: '', address: '' })
}

function deliver(path: string, headers: Record<string, string>, text = body) {
  return fetch(`${server.address}/api/v1/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  })
}

function hmac(id: string, text: string, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', secrets.get(id) ?? '')
    .update(text)
    .digest(encoding)
}

function fromGitHub(delivery: string, text = body): Record<string, string> {
  return {
    'x-github-event': 'pull_request',
    'x-github-delivery': delivery,
    'x-hub-signature-256': `sha256=${hmac('github', text)}`,
  }
}

function standard(id: string, at = Math.floor(Date.now() / 1000), text = body): Record<string, string> {
  const key = Buffer.from((secrets.get('standard') ?? '').replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${text}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,AAAA v1,${signature}` }
}

async function total(): Promise<number> {
  const reply = await server.request('GET', '/api/v1/evidence?limit=1', { key: own.keys.auditor })
  return reply.json({ total: 0 }).total
}

/** Runs a statement that concerns so many rows. */
async function asOwner(statement: string, rows = 1): Promise<void> {
  await server.asOwner(async (client) => {
    await client.query("select set_config('app.organization', $1, false)", [own.organization])
    expect((await client.query(statement)).rowCount).toBe(rows)
  })
}

describe('a signed delivery', () => {
  it('of GitHub becomes evidence, byte for byte, and says what event it is', async () => {
    const answered = await deliver('acme/github', fromGitHub('d-1'))
    expect(answered.status).toBe(200)
    const { evidence, duplicate } = (await answered.json()) as { evidence: string; duplicate: boolean }
    expect(duplicate).toBe(false)
    const item = await server.request('GET', `/api/v1/evidence/${evidence}`, { key: own.keys.auditor })
    expect(item.json()).toMatchObject({
      source: 'Sender: pull_request',
      collector: { type: 'connector', id: 'webhook:github' },
      actor: { type: 'system', id: 'webhook:github' },
      proves: [{ requirement: 'restore-test/restore-drill', system: 'database-acme' }],
    })
    const artifact = await server.request('GET', `/api/v1/evidence/${evidence}/artifact`, { key: own.keys.auditor })
    expect(artifact.text).toBe(body)
  })

  it('of Standard Webhooks and of a header of one’s own, in either encoding, is taken in', async () => {
    const before = await total()
    expect((await deliver('acme/standard', standard('msg_1', undefined, '{"a":1}'), '{"a":1}')).status).toBe(200)
    expect((await deliver('acme/pager', { 'x-pager-signature': hmac('pager', '{"b":1}') }, '{"b":1}')).status).toBe(200)
    const base64 = { 'x-pager-signature': `sha256=${hmac('pager', '{"b":2}', 'base64')}` }
    expect((await deliver('acme/pager', base64, '{"b":2}')).status).toBe(200)
    expect(await total()).toBe(before + 3)
  })

  it('that is sent again changes nothing, whoever sends it', async () => {
    const first = await deliver('acme/github', fromGitHub('d-2', '{"c":1}'), '{"c":1}')
    const before = await total()
    const again = await deliver('acme/github', fromGitHub('d-2', '{"c":1}'), '{"c":1}')
    expect(await again.json()).toEqual({ ...((await first.json()) as object), duplicate: true })
    const many = await Promise.all(
      [1, 2, 3, 4].map(async () => deliver('acme/standard', standard('msg_2', undefined, '{"d":1}'), '{"d":1}')),
    )
    const answers = (await Promise.all(many.map(async (reply) => reply.json()))) as { duplicate: boolean }[]
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    expect(await total()).toBe(before + 1)
  })

  it('that was noted and not recorded, as when the server is killed between, is recorded when it is sent again', async () => {
    const send = async () => {
      const reply = await deliver('acme/standard', standard('msg_5', undefined, '{"e":1}'), '{"e":1}')
      expect(reply.status).toBe(200)
      return (await reply.json()) as { readonly evidence: string; readonly duplicate: boolean }
    }
    await asOwner(
      `insert into webhook_delivery (organization, webhook, delivery, received)
       values (current_setting('app.organization')::uuid, 'standard', 'msg_5', '2026-11-30T12:00:00Z')`,
    )
    const before = await total()
    const { evidence, duplicate } = await send()
    expect(duplicate).toBe(false)
    const item = await server.request('GET', `/api/v1/evidence/${evidence}`, { key: own.keys.auditor })
    expect(item.json()).toMatchObject({ collectedAt: '2026-11-30T12:00:00.000Z' })
    // Killed after it was recorded and before that was noted: the same item again.
    await asOwner(`update webhook_delivery set evidence = null where delivery = 'msg_5'`)
    expect(await send()).toEqual({ evidence, duplicate: true })
    expect(await send()).toEqual({ evidence, duplicate: true })
    expect(await total()).toBe(before + 1)
  })
})

describe('anything else', () => {
  it.each([
    ['no signature', 'acme/github', {}],
    [
      'a wrong signature',
      'acme/github',
      { 'x-github-delivery': 'd-9', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
    ],
    ['a signature that is none', 'acme/pager', { 'x-pager-signature': 'é' }],
    ['no such webhook', 'acme/nobody', {}],
    ['no such organization', 'nobody/github', {}],
  ])('with %s gets one answer, and leaves nothing', async (_name, path, headers) => {
    const before = await total()
    const reply = await deliver(path, headers)
    expect(reply.status).toBe(401)
    expect(await reply.json()).toMatchObject({
      detail: 'The delivery is not signed with the secret of a webhook at this address.',
    })
    expect(await total()).toBe(before)
  })

  it('is refused when the body was changed, the time is long past, or the secret is an old one', async () => {
    expect((await deliver('acme/github', fromGitHub('d-3'), `${body} `)).status).toBe(401)
    const old = Math.floor(Date.now() / 1000) - 3600
    expect((await deliver('acme/standard', standard('msg_3', old))).status).toBe(401)
    const signed = fromGitHub('d-4')
    const { secret, address } = await makeSecret('github')
    expect(address).toBe(`${server.address}/api/v1/hooks/acme/github`)
    expect((await deliver('acme/github', signed)).status).toBe(401)
    secrets.set('github', secret)
    expect((await deliver('acme/github', fromGitHub('d-4'))).status).toBe(200)
  })

  it('is counted among the refusals of the organization', async () => {
    const entries = await server.request('GET', '/api/v1/log/entries?limit=500', { key: own.keys.auditor })
    const { items } = entries.json<{ items: { kind: string; actor: { id: string } }[] }>()
    const refused = items.filter(({ kind }) => kind === 'access-refused').map(({ actor }) => actor.id)
    expect(new Set(refused)).toEqual(new Set(['webhook:github', 'webhook:standard', 'webhook:pager']))
  })

  it('must have a name by which it is known again', async () => {
    for (const id of ['', 'x'.repeat(201)]) {
      const reply = await deliver('acme/github', fromGitHub(id))
      expect(reply.status).toBe(422)
      expect(await reply.json()).toMatchObject({ detail: `The delivery is named with ${id.length} characters.` })
    }
  })

  it('may not be too large, and a refused file may be sent again once it is mended', async () => {
    const large = 'x'.repeat(6_000_000)
    expect((await deliver('acme/pager', { 'x-pager-signature': hmac('pager', large) }, large)).status).toBe(413)
    const broken = '{"BackupJobs":[{"BackupJobId":"a","State":"SOMEHOW"}]}'
    const headers = { 'x-pager-signature': hmac('pager', broken) }
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect((await deliver('acme/pager', headers, broken)).status).toBe(422)
  })
})

it('shows a secret once, to whoever may manage connections, and keeps it sealed', async () => {
  const refused = await server.request('POST', '/api/v1/webhooks/github/secret', { key: own.keys.auditor, json: {} })
  expect(refused.status).toBe(403)
  const unknown = await server.request('POST', `/api/v1/webhooks/${randomUUID()}/secret`, {
    key: own.keys.administrator,
    json: {},
  })
  expect(unknown.status).toBe(404)
  const documents = await server.request('GET', '/api/v1/documents?kind=webhook', { key: own.keys.auditor })
  for (const secret of secrets.values()) expect(documents.text).not.toContain(secret)
})

it('does not let in with its old secret who was sent away with the webhook before', async () => {
  const { items } = (await server.request('GET', '/api/v1/documents?kind=webhook', { key: own.keys.auditor })).json<{
    items: { id: string; body: unknown }[]
  }>()
  const hook = items.find(({ id }) => id === 'pager')?.body
  const text = '{"last":1}'
  const send = async () => (await deliver('acme/pager', { 'x-pager-signature': hmac('pager', text) }, text)).status
  expect(await send()).toBe(200)
  await record('pager', null)
  expect(await send()).toBe(401)
  await record('pager', hook)
  expect(await send()).toBe(401)
  const kept = `select from sealed_secret where holder = 'webhook/pager'`
  await asOwner(kept)
  await server.services.housekeeping()
  await asOwner(kept, 0)
  secrets.set('pager', (await makeSecret('pager')).secret)
  expect(await send()).toBe(200)
})

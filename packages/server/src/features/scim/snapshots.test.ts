import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectProvider, type ScimProvider } from '../../testing/scim-provider.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { longestMs, quietMs } from './service.ts'

let server: TestServer
let own: TestOrganization
let provider: ScimProvider

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  provider = await connectProvider(server, own, 'staff')
})
afterAll(async () => server.stop())

async function create(userName: string): Promise<string> {
  const made = await provider.send('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    active: true,
  })
  expect(made.status, made.text).toBe(201)
  return String(made.body['id'])
}

async function total(): Promise<number> {
  const reply = await server.request('GET', '/api/v1/evidence?limit=1', { key: own.keys.auditor })
  return reply.json({ total: 0 }).total
}

async function view() {
  const reply = await server.request('GET', '/api/v1/scim-directories', { key: own.keys.administrator })
  return reply.json<{
    items: { waiting: number; users: number; lastHeard: string; lastSnapshot: { evidence: string } | null }[]
  }>().items[0]
}

async function sweepAfter(ms: number): Promise<void> {
  await server.services.doors.scim.sweep(own.organization, new Date(Date.now() + ms))
}

async function asOwner<Row extends object>(statement: string): Promise<Row[]> {
  return server.asOwner(async (client) => {
    await client.query("select set_config('app.organization', $1, false)", [own.organization])
    return (await client.query<Row>(statement)).rows
  })
}

describe('a snapshot', () => {
  it('waits until nothing was heard for a while, and is then evidence of the day on which it was', async () => {
    await create('kim')
    const before = await total()
    await sweepAfter(quietMs - 30_000)
    expect(await total()).toBe(before)
    expect(await view()).toMatchObject({ users: 1, waiting: 1, lastSnapshot: null })
    await sweepAfter(quietMs + 1000)
    expect(await total()).toBe(before + 1)
    const shown = await view()
    expect(shown).toMatchObject({ users: 1, waiting: 0 })
    const item = await server.request('GET', `/api/v1/evidence/${shown?.lastSnapshot?.evidence}`, {
      key: own.keys.auditor,
    })
    const day = shown?.lastHeard.slice(0, 10)
    expect(item.json()).toMatchObject({
      effective: { from: day, to: day },
      collectedAt: shown?.lastHeard,
      actor: { type: 'system', id: 'scim:staff' },
    })
  })

  it('is not taken of silence, however long', async () => {
    const before = await total()
    await sweepAfter(30 * 86_400_000)
    expect(await total()).toBe(before)
  })

  it('is taken of a provider that never falls silent', async () => {
    await create('lee')
    await asOwner(`update scim_request set at = at - interval '${longestMs} milliseconds'`)
    const id = await create('max')
    const before = await total()
    await sweepAfter(0)
    expect(await total()).toBe(before + 1)
    expect((await provider.send('GET', `/Users/${id}`)).status).toBe(200)
    expect(await view()).toMatchObject({ waiting: 1 })
    await sweepAfter(quietMs + 1000)
  })

  it('that was taken when the server was killed is recorded once, and loses and adds nothing', async () => {
    await create('nat')
    await sweepAfter(quietMs + 1000)
    const before = await total()
    const [last] = await asOwner<{ last_evidence: string }>('select last_evidence from scim_directory')
    await create('oli')
    // The database takes no evidence for a while: the snapshot is taken, as a kill before recording leaves it.
    await asOwner('alter table evidence add constraint stopped check (false) not valid')
    const key = own.keys.administrator
    const stopped = await server.request('POST', '/api/v1/scim-directories/staff/snapshots', { key, json: {} })
    expect(stopped.status).toBe(500)
    await asOwner('alter table evidence drop constraint stopped')
    expect(await asOwner('select directory from scim_snapshot')).toHaveLength(1)
    expect(await asOwner('select directory from scim_request')).toHaveLength(0)
    expect(await total()).toBe(before)
    expect(await view()).toMatchObject({ waiting: 0, unrecorded: expect.any(String) })
    // What comes meanwhile is in the next.
    await create('pia')
    const [taken] = await asOwner<{ content: Buffer }>('select content from scim_snapshot')
    expect(taken?.content.toString('utf8')).not.toContain('pia')
    await sweepAfter(0)
    expect(await total()).toBe(before + 1)
    const [after] = await asOwner<{ last_evidence: string }>('select last_evidence from scim_directory')
    expect(after?.last_evidence).not.toBe(last?.last_evidence)
    // As a kill leaves it after the evidence was recorded, and before that was noted.
    await server.asOwner(async (client) => {
      await client.query("select set_config('app.organization', $1, false)", [own.organization])
      await client.query('insert into scim_snapshot select (json_populate_record(null::scim_snapshot, $1)).*', [
        JSON.stringify(await pendingAgain(taken?.content)),
      ])
    })
    await sweepAfter(0)
    expect(await total()).toBe(before + 1)
    expect(await asOwner('select directory from scim_snapshot')).toHaveLength(0)
    await sweepAfter(quietMs + 1000)
    expect(await total()).toBe(before + 2)
  })
})

/** The row of a snapshot that was recorded already. */
async function pendingAgain(content: Buffer | undefined) {
  const evidence = (await view())?.lastSnapshot?.evidence
  const item = await server.request('GET', `/api/v1/evidence/${evidence}`, { key: own.keys.auditor })
  const { proves, effective, collectedAt, source } = item.json()
  return {
    organization: own.organization,
    directory: 'staff',
    taken: new Date().toISOString(),
    actor: { type: 'system', id: 'x', name: 'x' },
    request: null,
    claim: { proves, effective, collectedAt, source },
    content: `\\x${content?.toString('hex')}`,
  }
}

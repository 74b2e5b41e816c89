import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let organization: TestOrganization
let id = ''

beforeAll(async () => {
  server = await startTestServer()
  organization = await createTestOrganization(server, 'audited')
  const recorded = await server.request('POST', '/api/v1/evidence', {
    key: organization.keys.contributor,
    form: formOf(claimFor(organization), 'drill.txt', 'restored in 41 minutes'),
  })
  id = recorded.json<{ evidence: { id: string } }>().evidence.id
})
afterAll(async () => server.stop())

interface EntryItem {
  readonly index: number
  readonly kind: string
  readonly actor: { readonly type: string; readonly id: string; readonly name: string; readonly address?: string }
}

async function newestEntries(): Promise<EntryItem[]> {
  return (await server.request('GET', '/api/v1/log/entries', { key: organization.keys.auditor })).json<{
    items: EntryItem[]
  }>().items
}

/** The body of one entry, from the database. */
async function factOf(index: number): Promise<Record<string, unknown>> {
  return server.services.transactions.read(organization, async ({ db }) => {
    const { body } = await db
      .selectFrom('log_entry')
      .select('body')
      .where('organization', '=', organization.organization)
      .where('index', '=', index)
      .executeTakeFirstOrThrow()
    return JSON.parse(body.toString('utf8')).predicate
  })
}

describe('reading evidence', () => {
  it('is sealed with actor, address, request and outcome, for the artifact and for its records', async () => {
    for (const what of ['artifact', 'records']) {
      const reply = await server.request('GET', `/api/v1/evidence/${id}/${what}`, {
        cookie: organization.cookie,
        organization: organization.slug,
      })
      expect(reply.status).toBe(200)
      const [newest] = await newestEntries()
      expect(newest).toMatchObject({ kind: 'evidence-read' })
      expect(await factOf(newest?.index ?? -1)).toMatchObject({
        actor: { type: 'user', id: organization.account, name: 'Person audited', address: '127.0.0.1' },
        request: reply.headers.get('x-request-id'),
        fact: { evidence: id, what, outcome: 'served' },
      })
    }
  })

  it('seals nothing for lists and for what is not there', async () => {
    const [before] = await newestEntries()
    const { auditor } = organization.keys
    expect((await server.request('GET', '/api/v1/evidence', { key: auditor })).status).toBe(200)
    expect(
      (await server.request('GET', `/api/v1/evidence/ev_${'0'.repeat(20)}/artifact`, { key: auditor })).status,
    ).toBe(404)
    expect((await newestEntries())[0]).toEqual(before)
  })

  it('is refused, without a byte, when it cannot be sealed', async () => {
    await server.asOwner(async (client) => client.query('revoke insert on log_entry from evidentia_app'))
    try {
      for (const what of ['artifact', 'records']) {
        const reply = await server.request('GET', `/api/v1/evidence/${id}/${what}`, { key: organization.keys.auditor })
        expect(reply.status).toBe(500)
        expect(reply.text).not.toContain('41 minutes')
      }
    } finally {
      await server.asOwner(async (client) => client.query('grant insert on log_entry to evidentia_app'))
    }
    const again = await server.request('GET', `/api/v1/evidence/${id}/artifact`, { key: organization.keys.auditor })
    expect([again.status, again.text]).toEqual([200, 'restored in 41 minutes'])
  })

  it('stays in the log when the person who read is no longer a member and has no account', async () => {
    const invited = await server.request('POST', '/api/v1/members', {
      key: organization.keys.administrator,
      json: { name: 'Leaver', email: 'leaver@audited.example', role: 'auditor' },
    })
    const { member, link } = invited.json<{ member: { user: string }; link: string }>()
    expect(link).toBeTruthy()
    const scope = {
      organization: organization.organization,
      actor: { type: 'user' as const, id: member.user, name: 'Leaver', address: '192.0.2.7' },
      request: 'request-1',
    }
    await server.services.audit.witness(scope, { evidence: id, what: 'artifact' }, async () => ({}))
    const removed = await server.request('DELETE', `/api/v1/members/${member.user}`, {
      key: organization.keys.administrator,
    })
    expect(removed.status).toBe(204)
    await server.asOwner(async (client) => client.query('delete from account where id = $1', [member.user]))
    const found = (await newestEntries()).find(({ actor }) => actor.id === member.user)
    expect(found).toMatchObject({ kind: 'evidence-read', actor: { name: 'Leaver', address: '192.0.2.7' } })
  })
})

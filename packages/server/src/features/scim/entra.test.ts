import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectProvider, type ScimProvider } from '../../testing/scim-provider.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

// What Microsoft Entra ID sends, written after "Develop and plan provisioning for a SCIM endpoint" of its documentation.

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

let server: TestServer
let own: TestOrganization
let entra: ScimProvider
let ada = ''
let bo = ''
let group = ''

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  entra = await connectProvider(server, own, 'entra')
})
afterAll(async () => server.stop())

function personOf(given: string, more: object = {}) {
  return {
    schemas: [core, enterprise],
    externalId: given.toLowerCase(),
    userName: `${given}@Northwind.example`,
    active: true,
    displayName: `${given} Example`,
    emails: [{ primary: true, type: 'work', value: `${given}@northwind.example` }],
    meta: { resourceType: 'User' },
    name: { formatted: `${given} Example`, familyName: 'Example', givenName: given },
    roles: [],
    ...more,
  }
}

function operations(...Operations: readonly object[]) {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }
}

interface Snapshot {
  readonly scim: { readonly lastHeard: string }
  readonly users: readonly {
    readonly id: string
    readonly deactivated: string | null
    readonly pushed: Record<string, unknown>
  }[]
  readonly groups: readonly { readonly id: string; readonly pushed: Record<string, unknown> }[]
  readonly requests: readonly { readonly method: string; readonly path: string; readonly at: string }[]
}

async function takeSnapshot(): Promise<{ evidence: string; snapshot: Snapshot; text: string }> {
  const key = own.keys.administrator
  const taken = await server.request('POST', '/api/v1/scim-directories/entra/snapshots', { key, json: {} })
  expect(taken.status, taken.text).toBe(201)
  const { evidence } = taken.json({ evidence: '' })
  const { text } = await server.request('GET', `/api/v1/evidence/${evidence}/artifact`, { key })
  return { evidence, snapshot: JSON.parse(text), text }
}

async function recordsOf(evidence: string, type: string): Promise<Record<string, unknown>[]> {
  const reply = await server.request('GET', `/api/v1/evidence/${evidence}/records?limit=100`, {
    key: own.keys.auditor,
  })
  const { items } = reply.json<{ items: { type: string; body: Record<string, unknown> }[] }>()
  return items.filter((record) => record.type === type).map(({ body }) => body)
}

describe('Entra, in its own order', () => {
  it('tests the connection with a user that nobody has, which is no evidence of anything', async () => {
    const found = await entra.send('GET', `/Users?filter=userName eq "${randomUUID()}"`)
    expect(found.status).toBe(200)
    expect(found.body).toMatchObject({ totalResults: 0, Resources: [] })
    const key = own.keys.administrator
    const taken = await server.request('POST', '/api/v1/scim-directories/entra/snapshots', { key, json: {} })
    expect(taken.status).toBe(409)
    expect(taken.json({ detail: '' }).detail).toMatch(/^Nothing was heard/)
  })

  it('creates users, finds them without case, and may not create one twice', async () => {
    const made = await entra.send('POST', '/Users', personOf('Ada', { [enterprise]: { employeeNumber: 'E-101' } }))
    expect(made.status, made.text).toBe(201)
    ada = String(made.body['id'])
    expect(made.headers.get('location')).toBe(`${entra.address}/Users/${ada}`)
    expect(made.body).toMatchObject({
      userName: 'Ada@Northwind.example',
      meta: { resourceType: 'User', location: `${entra.address}/Users/${ada}` },
    })
    const other = await entra.send('POST', '/Users', personOf('Bo', { active: 'True', password: 'hunter2-secret' }))
    expect(other.body).toMatchObject({ active: true })
    expect(other.text).not.toContain('hunter2')
    bo = String(other.body['id'])
    const found = await entra.send('GET', '/Users?filter=userName eq "ADA@northwind.EXAMPLE"')
    expect(found.body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id: ada }] })
    const external = await entra.send('GET', '/Users?filter=externalId eq "bo"')
    expect(external.body).toMatchObject({ totalResults: 1, Resources: [{ id: bo }] })
    const twice = await entra.send('POST', '/Users', personOf('ADA'))
    expect(twice.status).toBe(409)
    expect(twice.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'There is another user with this userName.',
    })
  })

  it('creates a group and its members, and asks for it without them', async () => {
    const made = await entra.send('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      externalId: 'group-1',
      displayName: 'Operators',
      members: [],
    })
    expect(made.status, made.text).toBe(201)
    group = String(made.body['id'])
    const added = await entra.send(
      'PATCH',
      `/Groups/${group}`,
      operations({ op: 'Add', path: 'members', value: [{ value: ada }, { value: bo }] }),
    )
    expect(added.body).toMatchObject({ members: [{ value: ada }, { value: bo }] })
    const again = await entra.send(
      'PATCH',
      `/Groups/${group}`,
      operations({ op: 'Add', path: 'members', value: [{ value: bo }] }),
    )
    expect(again.body['members']).toHaveLength(2)
    const found = await entra.send('GET', '/Groups?excludedAttributes=members&filter=displayName eq "operators"')
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: group, displayName: 'Operators' }] })
    expect(found.text).not.toContain('members')
    const member = await entra.send('GET', `/Groups?attributes=id&filter=id eq "${group}" and members eq "${bo}"`)
    expect(member.body).toMatchObject({ totalResults: 1, Resources: [{ id: group }] })
    expect(member.text).not.toContain('Operators')
  })

  it('changes a user with capital operations, texts for truth, dotted keys and filters that fit nothing yet', async () => {
    const changed = await entra.send(
      'PATCH',
      `/Users/${ada}`,
      operations(
        { op: 'Replace', path: 'displayName', value: 'Ada O. Example' },
        { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555 0100' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'ada.o@northwind.example' },
        { op: 'Add', path: 'roles[primary eq "True"].value', value: 'operator' },
        { op: 'Add', path: `${enterprise}:department`, value: 'Platform' },
        { op: 'Add', path: `${enterprise}:manager`, value: bo },
        { op: 'Replace', value: { 'name.givenName': 'Adaeze', title: 'Engineer', [`${enterprise}:costCenter`]: '7' } },
        { op: 'Replace', path: 'password', value: 'hunter2-secret' },
      ),
    )
    expect(changed.status, changed.text).toBe(200)
    expect(changed.body).toMatchObject({
      displayName: 'Ada O. Example',
      phoneNumbers: [{ type: 'mobile', value: '+1 555 0100' }],
      emails: [{ primary: true, type: 'work', value: 'ada.o@northwind.example' }],
      roles: [{ primary: true, value: 'operator' }],
      name: { givenName: 'Adaeze', familyName: 'Example' },
      title: 'Engineer',
      [enterprise]: { employeeNumber: 'E-101', department: 'Platform', manager: { value: bo }, costCenter: '7' },
    })
    expect(changed.text).not.toContain('hunter2')
  })

  it('becomes evidence: what was pushed, and the requests, without a password anywhere', async () => {
    const { evidence, snapshot, text } = await takeSnapshot()
    const item = await server.request('GET', `/api/v1/evidence/${evidence}`, { key: own.keys.auditor })
    const day = snapshot.scim.lastHeard.slice(0, 10)
    expect(item.json()).toMatchObject({
      source: 'Identity provider',
      effective: { from: day, to: day },
      collector: { type: 'connector', id: 'scim' },
      derived: { importer: 'scim-snapshot', counts: { account: 2, group: 1, 'role-assignment': 1 } },
    })
    expect(text).not.toContain('hunter2')
    expect(text).toContain('"withheld":"password"')
    expect(snapshot.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(3)
    expect(await recordsOf(evidence, 'account')).toMatchObject([
      { username: 'Ada@Northwind.example', identifier: 'ada', employeeId: 'E-101', enabled: true, disabledAt: null },
      { username: 'Bo@Northwind.example', enabled: true },
    ])
    expect(await recordsOf(evidence, 'group')).toMatchObject([
      { name: 'Operators', members: ['Ada@Northwind.example', 'Bo@Northwind.example'], memberCount: 2 },
    ])
    const kept = await server.asOwner(async (client) => {
      await client.query("select set_config('app.organization', $1, false)", [own.organization])
      return client.query("select count(*)::int as n from scim_resource where body::text like '%hunter2%'")
    })
    expect(kept.rows).toEqual([{ n: 0 }])
  })

  it('disables with a text, removes a member by path and by list, and the time of disabling is known', async () => {
    const before = new Date().toISOString()
    const disabled = await entra.send(
      'PATCH',
      `/Users/${bo}`,
      operations({ op: 'Replace', path: 'active', value: 'False' }),
    )
    expect(disabled.body).toMatchObject({ active: false })
    const removed = await entra.send(
      'PATCH',
      `/Groups/${group}`,
      operations({ op: 'Remove', path: `members[value eq "${bo}"]` }),
    )
    expect(removed.body['members']).toEqual([{ value: ada }])
    const listed = await entra.send(
      'PATCH',
      `/Groups/${group}`,
      operations({ op: 'Remove', path: 'members', value: [{ value: ada }] }),
    )
    expect(listed.body['members']).toBeUndefined()
    const { evidence, snapshot } = await takeSnapshot()
    const at = snapshot.users.find(({ id }) => id === bo)?.deactivated ?? ''
    expect(at >= before && at <= new Date().toISOString(), at).toBe(true)
    expect((await recordsOf(evidence, 'account')).find(({ identifier }) => identifier === 'bo')).toMatchObject({
      enabled: false,
      disabledAt: at,
    })
  })

  it('deletes: the user leaves the snapshot and its groups, and the requests say so', async () => {
    await entra.send('PATCH', `/Groups/${group}`, operations({ op: 'Add', path: 'members', value: [{ value: bo }] }))
    const gone = await entra.send('DELETE', `/Users/${bo}`)
    expect(gone.status).toBe(204)
    expect(gone.text).toBe('')
    expect((await entra.send('DELETE', `/Users/${bo}`)).status).toBe(404)
    const missing = await entra.send('GET', `/Users/${bo}`)
    expect(missing.body).toMatchObject({ status: '404', schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] })
    const { evidence, snapshot } = await takeSnapshot()
    expect(snapshot.users.map(({ id }) => id)).toEqual([ada])
    expect(snapshot.groups[0]?.pushed['members']).toBeUndefined()
    expect(snapshot.requests.at(-1)).toMatchObject({
      method: 'DELETE',
      path: `/Users/${bo}`,
      left: [group],
      removed: { kind: 'User', pushed: { externalId: 'bo' } },
    })
    expect((await recordsOf(evidence, 'account')).find(({ identifier }) => identifier === 'bo')).toMatchObject({
      enabled: false,
      status: 'removed',
    })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectProvider, type ScimProvider } from '../../testing/scim-provider.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

// What Okta sends, written after "SCIM 2.0 protocol" of its documentation; and what RFC 7644 says of errors and doors.

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

let server: TestServer
let own: TestOrganization
let other: TestOrganization
let okta: ScimProvider
let neighbor: ScimProvider
let foreign: ScimProvider

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  other = await createTestOrganization(server, 'other')
  okta = await connectProvider(server, own, 'okta')
  neighbor = await connectProvider(server, own, 'neighbor')
  foreign = await connectProvider(server, other, 'okta')
})
afterAll(async () => server.stop())

async function createUser(userName: string): Promise<string> {
  const made = await okta.send('POST', '/Users', {
    schemas: [core],
    userName,
    name: { givenName: 'Given', familyName: userName },
    emails: [{ primary: true, value: `${userName}@northwind.example`, type: 'work' }],
    displayName: userName,
    locale: 'en-US',
    externalId: `00u-${userName}`,
    groups: [],
    password: '1mz050nq',
    active: true,
  })
  expect(made.status, made.text).toBe(201)
  return String(made.body['id'])
}

describe('Okta, in its own order', () => {
  let id = ''
  it('looks for a user, creates it, and reads it again', async () => {
    const looked = await okta.send('GET', '/Users?filter=userName%20eq%20%22casey%22&startIndex=1&count=100')
    expect(looked.body).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0 })
    id = await createUser('casey')
    const read = await okta.send('GET', `/Users/${id}`)
    expect(read.body).toMatchObject({ id, userName: 'casey', locale: 'en-US', active: true })
    expect(read.text).not.toContain('1mz050nq')
  })

  it('replaces a user whole: what is not sent is gone', async () => {
    const put = await okta.send('PUT', `/Users/${id}`, {
      schemas: [core],
      id,
      userName: 'casey.renamed',
      name: { givenName: 'Casey', familyName: 'Northwind' },
      active: true,
    })
    expect(put.status, put.text).toBe(200)
    expect(put.body['locale']).toBeUndefined()
    expect((await okta.send('GET', '/Users?filter=userName eq "casey"')).body).toMatchObject({ totalResults: 0 })
    expect((await okta.send('GET', '/Users?filter=userName eq "casey.renamed"')).body).toMatchObject({
      totalResults: 1,
    })
  })

  it('deactivates with an object without path, and again with PUT', async () => {
    const off = await okta.send('PATCH', `/Users/${id}`, {
      schemas: [patchOp],
      Operations: [{ op: 'replace', value: { active: false } }],
    })
    expect(off.body).toMatchObject({ active: false })
    const on = await okta.send('PUT', `/Users/${id}`, { schemas: [core], userName: 'casey.renamed', active: true })
    expect(on.body).toMatchObject({ active: true })
  })

  it('renames a group by an object that has its id, and replaces its members', async () => {
    const made = await okta.send('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Everyone',
      members: [],
    })
    const group = String(made.body['id'])
    const renamed = await okta.send('PATCH', `/Groups/${group}`, {
      schemas: [patchOp],
      Operations: [
        { op: 'replace', value: { id: group, displayName: 'All staff' } },
        { op: 'replace', path: 'members', value: [{ value: id, display: 'casey' }] },
      ],
    })
    expect(renamed.status, renamed.text).toBe(200)
    expect(renamed.body).toMatchObject({ displayName: 'All staff', members: [{ value: id, display: 'casey' }] })
  })

  it('reads in pages, in one order', async () => {
    for (const name of ['pat', 'quin', 'robin', 'sam']) await createUser(name)
    const pages = []
    for (const startIndex of [1, 3, 5]) {
      const page = await okta.send('GET', `/Users?startIndex=${startIndex}&count=2`)
      expect(page.body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: startIndex === 5 ? 1 : 2 })
      pages.push(...(page.body['Resources'] as { userName: string }[]))
    }
    expect(pages.map(({ userName }) => userName)).toEqual(['casey.renamed', 'pat', 'quin', 'robin', 'sam'])
    expect((await okta.send('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 5, itemsPerPage: 0 })
    expect((await okta.send('GET', '/Users?startIndex=-3&count=1')).body).toMatchObject({ startIndex: 1 })
    const filtered = await okta.send('GET', '/Users?filter=userName sw "R" or userName eq "sam"&count=1&startIndex=2')
    expect(filtered.body).toMatchObject({ totalResults: 2, Resources: [{ userName: 'sam' }] })
  })
})

describe('changes at the same time', () => {
  it('make one user of a name, and lose no member', async () => {
    const user = { schemas: [core], userName: 'twin', active: true }
    const twins = await Promise.all(Array.from({ length: 6 }, async () => okta.send('POST', '/Users', user)))
    expect(twins.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409])
    const made = await okta.send('POST', '/Groups', { displayName: 'Crowd' })
    const members = Array.from({ length: 8 }, (_, at) => `member-${at}`)
    await Promise.all(
      members.map(async (value) =>
        okta.send('PATCH', `/Groups/${String(made.body['id'])}`, {
          schemas: [patchOp],
          Operations: [{ op: 'add', path: 'members', value: [{ value }] }],
        }),
      ),
    )
    const read = await okta.send('GET', `/Groups/${String(made.body['id'])}`)
    const found = read.body['members'] as { value: string }[]
    expect(found.map(({ value }) => value).toSorted()).toEqual(members)
  })
})

describe('what stands at the address', () => {
  it('says what is offered, in the words of RFC 7643', async () => {
    const config = await okta.send('GET', '/ServiceProviderConfig')
    expect(config.body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 500 },
      authenticationSchemes: [{ type: 'oauthbearertoken' }],
    })
    const types = await okta.send('GET', '/ResourceTypes')
    expect(types.body).toMatchObject({ totalResults: 2, Resources: [{ id: 'User' }, { id: 'Group' }] })
    expect((await okta.send('GET', '/ResourceTypes/Group')).body).toMatchObject({ endpoint: '/Groups' })
    const schemas = await okta.send('GET', '/Schemas')
    expect(schemas.body).toMatchObject({ totalResults: 3 })
    for (const { id } of schemas.body['Resources'] as { id: string }[])
      expect((await okta.send('GET', `/Schemas/${id}`)).body).toMatchObject({ id })
    expect((await okta.send('GET', '/Schemas/urn:none')).status).toBe(404)
  })
})

describe('a refusal', () => {
  const user = { schemas: [core], userName: 'drew', active: true }
  it.each<[string, string, string, unknown, number, string | undefined]>([
    ['a filter that is none', 'GET', '/Users?filter=userName', undefined, 400, 'invalidFilter'],
    ['a filter over passwords', 'GET', '/Users?filter=password eq "x"', undefined, 400, 'sensitive'],
    ['a count that is none', 'GET', '/Users?count=many', undefined, 400, 'invalidValue'],
    ['a body that is none', 'POST', '/Users', '{', 400, 'invalidSyntax'],
    ['a body of another schema', 'POST', '/Users', { schemas: ['urn:x'], userName: 'x' }, 400, 'invalidSyntax'],
    ['a user without a name', 'POST', '/Users', { schemas: [core] }, 400, 'invalidValue'],
    ['a name that is a number', 'POST', '/Users', { ...user, userName: 7 }, 400, 'invalidValue'],
    ['a name without end', 'POST', '/Users', { ...user, userName: 'x'.repeat(3000) }, 400, 'invalidValue'],
    ['a NUL', 'POST', '/Users', { ...user, title: 'a\0b' }, 400, 'invalidValue'],
    ['a filter nested without end', 'GET', `/Users?filter=${'('.repeat(500)}`, undefined, 400, 'invalidFilter'],
    ['a truth that is none', 'POST', '/Users', { ...user, active: 'maybe' }, 400, 'invalidValue'],
    ['a kind that is none', 'GET', '/Devices', undefined, 404, undefined],
    ['an id that is none', 'GET', '/Users/7', undefined, 404, undefined],
  ])('of %s is in the words of RFC 7644', async (_name, method, path, body, status, scimType) => {
    const reply = await okta.send(method, path, body)
    expect(reply.status, reply.text).toBe(status)
    expect(reply.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType === undefined ? {} : { scimType }),
      detail: expect.stringMatching(/\.$/),
    })
  })

  it('of a PATCH leaves everything as it was', async () => {
    const id = await createUser('terry')
    const before = await okta.send('GET', `/Users/${id}`)
    for (const [operation, scimType] of [
      [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
      [{ op: 'remove', path: 'userName' }, 'mutability'],
      [{ op: 'remove' }, 'noTarget'],
      [{ op: 'replace', path: 'emails[type eq "home"]', value: 'x' }, 'noTarget'],
      [{ op: 'replace', path: '!', value: 'x' }, 'invalidPath'],
      [{ op: 'replace', path: 'emails[type eq', value: 'x' }, 'invalidPath'],
      [{ op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
      [{ op: 'replace', path: 'userName', value: 'casey.renamed' }, 'uniqueness'],
      [{ op: 'add', path: 'title' }, 'invalidValue'],
      [{ op: 'replace', value: 'x' }, 'invalidValue'],
    ] as const) {
      const reply = await okta.send('PATCH', `/Users/${id}`, {
        schemas: [patchOp],
        Operations: [{ op: 'replace', path: 'displayName', value: 'Changed' }, operation],
      })
      expect(reply.body, reply.text).toMatchObject({ scimType })
    }
    expect((await okta.send('GET', `/Users/${id}`)).body).toEqual(before.body)
  })

  it('of what is too large comes before anything is read', async () => {
    const reply = await okta.send('POST', '/Users', { ...user, title: 'x'.repeat(6_000_000) })
    expect(reply.status).toBe(413)
    expect(reply.body).toMatchObject({ status: '413' })
  })
})

describe('a token', () => {
  it('opens its own directory and no other, and one answer tells nothing', async () => {
    const doors = [
      [okta, neighbor.token],
      [okta, foreign.token],
      [okta, own.keys.administrator],
      [okta, 'scim_'],
      [foreign, okta.token],
      [{ ...okta, address: okta.address.replace('/okta', '/nowhere') }, okta.token],
      [{ ...okta, address: okta.address.replace('/acme/', '/nowhere/') }, okta.token],
    ] as const
    const texts = new Set<string>()
    for (const [{ address }, token] of doors) {
      const reply = await fetch(`${address}/Users`, { headers: { authorization: `Bearer ${token}` } })
      expect(reply.status).toBe(401)
      expect(reply.headers.get('www-authenticate')).toBe('Bearer')
      texts.add(await reply.text())
    }
    const nobody = await fetch(`${okta.address}/Users`)
    texts.add(await nobody.text())
    expect([...texts]).toHaveLength(1)
    const entries = await server.request('GET', '/api/v1/log/entries?limit=500', { key: own.keys.auditor })
    const { items } = entries.json<{ items: { kind: string; actor: { id: string } }[] }>()
    expect(items.filter(({ kind }) => kind === 'access-refused').map(({ actor }) => actor.id)).toContain('scim:okta')
  })

  it('is kept as a hash only, and ends when there is a new one', async () => {
    const kept = await server.asOwner(async (client) => {
      await client.query("select set_config('app.organization', $1, false)", [own.organization])
      return client.query<{ length: number }>('select octet_length(token) as length from scim_directory')
    })
    expect(kept.rows.map(({ length }) => length)).toEqual([32, 32])
    const key = own.keys.administrator
    expect((await neighbor.send('GET', '/Users')).status).toBe(200)
    const made = await server.request('POST', '/api/v1/scim-directories/neighbor/token', { key, json: {} })
    expect((await neighbor.send('GET', '/Users')).status).toBe(401)
    const { token } = made.json({ token: '' })
    const reply = await fetch(`${neighbor.address}/Users`, { headers: { authorization: `Bearer ${token}` } })
    expect(reply.status).toBe(200)
    const refused = await server.request('POST', '/api/v1/scim-directories/neighbor/token', {
      key: own.keys.auditor,
      json: {},
    })
    expect(refused.status).toBe(403)
    expect((await server.request('POST', '/api/v1/scim-directories/none/token', { key, json: {} })).status).toBe(404)
  })

  it('does not outlive its directory, nor do the users of the one before', async () => {
    const key = own.keys['compliance-lead']
    const gone = await connectProvider(server, own, 'gone')
    expect((await gone.send('POST', '/Users', { userName: 'vic', active: true })).status).toBe(201)
    const withdrawn = await server.request('PUT', '/api/v1/documents/scim-directory/gone', {
      key,
      json: { effective: '2026-01-01', body: null },
    })
    expect(withdrawn.status, withdrawn.text).toBe(200)
    expect((await gone.send('GET', '/Users')).status).toBe(401)
    // What was heard of it until then is evidence before it is forgotten.
    await server.services.housekeeping()
    const listed = await server.request('GET', '/api/v1/evidence?limit=100', { key: own.keys.auditor })
    const { items } = listed.json<{ items: { artifact: { name: string } }[] }>()
    expect(items.filter(({ artifact }) => artifact.name.startsWith('gone-'))).toHaveLength(1)
    const again = await connectProvider(server, own, 'gone')
    expect((await gone.send('GET', '/Users')).status).toBe(401)
    expect((await again.send('GET', '/Users')).body).toMatchObject({ totalResults: 0 })
  })

  it('shows nothing of what another directory holds', async () => {
    const id = await createUser('uma')
    expect((await foreign.send('GET', `/Users/${id}`)).status).toBe(404)
    expect((await foreign.send('GET', '/Users')).body).toMatchObject({ totalResults: 0 })
  })
})

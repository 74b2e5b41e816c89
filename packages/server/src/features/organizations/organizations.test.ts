import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measure } from '../../testing/snapshot.ts'
import {
  createTestOrganization,
  signIn,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer({ EVIDENTIA_SAMPLE: 'on' })
  own = await createTestOrganization(server, 'own')
})
afterAll(async () => server.stop())

const form = {
  slug: 'northfield',
  name: 'Northfield Hosting',
  timeZone: 'America/Chicago',
  observationPeriod: { from: '2026-01-01', to: '2026-12-31' },
  frameworks: ['tsc-2017', 'hipaa-security'],
  person: { name: 'Ada Example', email: 'ada@northfield.example' },
}

describe('an organization', () => {
  it('is created with its person answering for every control, so that what is owed shows at once', async () => {
    const created = await server.request('POST', '/api/v1/organizations', { cookie: own.cookie, json: form })
    expect(created.json()).toMatchObject({ slug: 'northfield', sample: false })
    const matrixOf = async (query: string) =>
      (await server.request('GET', `/api/v1/matrix${query}`, { cookie: own.cookie, organization: 'northfield' })).json<{
        total: number
        items: { owner: string }[]
      }>()
    const matrix = await matrixOf('')
    expect(matrix.total).toBeGreaterThan(0)
    expect((await matrixOf('?asOf=2026-01-31')).total, 'nothing is claimed for days before').toBe(0)
    expect(new Set(matrix.items.map(({ owner }) => owner))).toEqual(new Set(['ada-example']))
  })

  it('keeps its short name to itself', async () => {
    const again = await server.request('POST', '/api/v1/organizations', {
      cookie: own.cookie,
      json: { ...form, slug: 'own' },
    })
    expect(again.status).toBe(409)
    const race = await Promise.all(
      Array.from({ length: 5 }, async () =>
        server.request('POST', '/api/v1/organizations', { cookie: own.cookie, json: { ...form, slug: 'raced' } }),
      ),
    )
    expect(race.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([201, 409, 409, 409, 409])
  })

  it('refuses a framework that the catalog does not have', async () => {
    const reply = await server.request('POST', '/api/v1/organizations', {
      cookie: own.cookie,
      json: { ...form, slug: 'other', frameworks: ['pci'] },
    })
    expect(reply.json()).toMatchObject({ status: 422, place: { field: 'frameworks' } })
  })
})

describe('a program object', () => {
  it('is recorded in versions, each with its day, and refuses references to what does not exist', async () => {
    const key = own.keys.administrator
    const vendor = { id: 'vendor-own', name: 'Renamed', service: 'Hosting', touches: ['phi'], tier: 'high' }
    const put = async (body: unknown, effective: string) =>
      server.request('PUT', '/api/v1/documents/vendor/vendor-own', { key, json: { effective, body } })
    expect((await put(vendor, '2026-06-01')).status).toBe(200)
    expect((await put({ ...vendor, owner: 'nobody' }, '2026-07-01')).json()).toMatchObject({
      status: 422,
      place: { field: 'owner' },
    })
    expect((await put({ ...vendor, id: 'other' }, '2026-07-01')).json()).toMatchObject({
      status: 422,
      place: { field: 'id' },
    })
    expect((await put({ ...vendor, colour: 'red' }, '2026-07-01')).json()).toMatchObject({
      status: 422,
      place: { field: 'colour' },
    })
    const on = async (day: string) =>
      (await server.request('GET', `/api/v1/documents?kind=vendor&asOf=${day}`, { key })).json<{
        items: { body: { name: string } }[]
      }>().items[0]?.body.name
    expect(await on('2026-05-31')).toBe('Vendor')
    expect(await on('2026-06-01')).toBe('Renamed')
    expect((await server.request('GET', '/api/v1/documents/vendor/vendor-own', { key })).json()).toMatchObject({
      total: 2,
    })
  })
})

describe('the sample', () => {
  it('is removed in one go, with its log and its artifacts; any other organization is not', async () => {
    const { sample, session, organizations } = server.services
    const account = await sample.findAccountWithoutCredential()
    const cookie = await signIn(server, await session.createLink(account ?? '', 60_000))
    const [slug] = (await server.request('GET', '/api/v1/session', { cookie }))
      .json<{ organizations: { slug: string; sample: boolean }[] }>()
      .organizations.filter((one) => one.sample)
      .map((one) => one.slug)
    const { organization } = (await organizations.listAll()).find((one) => one.slug === slug)!
    const json = { title: 'The fire door stands open.', severity: 'low' }
    const raised = await server.request('POST', '/api/v1/findings', { cookie, organization: slug ?? '', json })
    expect(raised.status, raised.text).toBe(201)
    expect((await measure(server, organization))['blobs']).toBeGreaterThan(100)
    expect(await countKeptFindings(organization)).toBeGreaterThan(0)
    expect((await server.request('DELETE', '/api/v1/organization', { cookie, organization: slug ?? '' })).status).toBe(
      204,
    )
    expect(Object.values(await measure(server, organization)).every((count) => count === 0)).toBe(true)
    expect(await countKeptFindings(organization)).toBe(0)
    expect((await server.request('GET', '/api/v1/matrix', { cookie, organization: slug ?? '' })).status).toBe(404)
    expect((await server.request('DELETE', '/api/v1/organization', { key: own.keys.administrator })).status).toBe(409)
    expect((await server.request('GET', '/api/v1/overview', { key: own.keys.auditor })).status).toBe(200)
  })
})

async function countKeptFindings(organization: string): Promise<number> {
  return server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [organization])
    const { rows } = await client.query<{ n: string }>(
      'select (select count(*) from finding_program) + (select count(*) from finding_trace) + (select count(*) from finding_span) as n',
    )
    await client.query('rollback')
    return Number(rows[0]?.n)
  })
}

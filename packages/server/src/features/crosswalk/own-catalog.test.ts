import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOwnCatalog, type OwnCatalog } from '../../testing/own-catalog.ts'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let catalog: OwnCatalog
let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  catalog = await makeOwnCatalog()
  // A second edition of the framework: one section moved, one new. And a second version of a control that is operated.
  await catalog.write(
    'frameworks/state-example-2027.yaml',
    (text) =>
      text
        .replace('id: state-example\n', 'id: state-example-2027\n')
        .replace("edition: '2026'", "edition: '2027'")
        .replace('- id: 10-3', '- id: 10-4\n    movedFrom: [10-3]')
        .concat('  - id: 10-5\n    title: Tell the attorney general\n    kind: section\n    notReached: A new duty.\n'),
    'frameworks/state-example.yaml',
  )
  await catalog.retire('access', 'portal-session-limit', 1)
  await catalog.write(
    'controls/access/portal-session-limit.yaml',
    (text) => text.replace('version: 1', 'version: 2').replace('graceDays: 15', 'graceDays: 5'),
    'controls/access/earlier/portal-session-limit-1.yaml',
  )
  server = await startTestServer({ EVIDENTIA_CATALOG: catalog.folder })
  own = await createTestOrganization(server, 'house')
  await put('organization', 'house', organization(['tsc-2017', 'hipaa-security', 'state-example']), '2026-01-01')
  const tailoring = { id: 'portal-session-limit', version: 1, adopted: '2026-01-01' }
  await put('control', 'portal-session-limit', tailoring, '2026-01-01')
})
afterAll(async () => {
  await server.stop()
  await catalog.remove()
})

function organization(frameworks: string[]) {
  const observationPeriod = { from: '2026-01-01', to: '2027-12-31' }
  return { id: 'house', name: 'House', timeZone: 'UTC', observationPeriod, frameworks, roles: {} }
}
async function put(kind: string, id: string, body: object, effective: string): Promise<void> {
  const reply = await server.request('PUT', `/api/v1/documents/${kind}/${id}`, {
    key: own.keys.administrator,
    json: { effective, body },
  })
  expect(reply.status, reply.text).toBe(200)
}
async function get(path: string): Promise<unknown> {
  const reply = await server.request('GET', `/api/v1${path}`, { key: own.keys.auditor })
  expect(reply.status, reply.text).toBe(200)
  return reply.json<unknown>()
}
async function getText(path: string): Promise<string> {
  const reply = await server.request('GET', `/api/v1${path}`, { key: own.keys.auditor })
  expect(reply.status, reply.text).toBe(200)
  return reply.text
}

describe('a framework and a control of an engineer’s own, one file each', () => {
  it('are in the lists, on their pages and in the crosswalk', async () => {
    expect(await get('/frameworks')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: 'state-example', enabled: true })]),
    })
    expect(await get('/frameworks/state-example/requirements/10-3')).toMatchObject({
      controls: [expect.objectContaining({ id: 'breach-assessment', confidence: 'high' })],
    })
    expect(await get('/frameworks/hipaa-security/requirements/164.312(a)(2)(iii)')).toMatchObject({
      controls: expect.arrayContaining([expect.objectContaining({ id: 'portal-session-limit', adopted: true })]),
    })
    expect(await get('/crosswalk?frameworks=hipaa-security,state-example&q=portal-session-limit')).toMatchObject({
      items: [
        {
          control: 'portal-session-limit',
          cells: [
            { framework: 'hipaa-security', requirements: ['164.312(a)(2)(iii)'] },
            { framework: 'state-example', requirements: [] },
          ],
        },
      ],
    })
  })

  it('are in every export', async () => {
    const crosswalk = await getText('/exports/crosswalk/csv?frameworks=hipaa-security,state-example')
    expect(crosswalk).toContain('10-3')
    expect(crosswalk).toContain('portal-session-limit')
    const oscal = await getText('/exports/oscal/catalog?framework=state-example')
    expect(oscal).toContain('Notify residents within 45 days')
    expect(await getText('/exports/oscal/catalog')).toContain('Portal sessions end when patients walk away')
  })

  it('show what a newer edition would do before it is adopted, and leave past days to the edition they had', async () => {
    expect(await get('/frameworks/state-example-2027/preview?asOf=2026-06-30')).toMatchObject({
      before: 'state-example',
      after: 'state-example-2027',
      added: [expect.objectContaining({ id: '10-5' })],
      removed: [],
      moved: [{ from: [expect.objectContaining({ id: '10-3' })], to: expect.objectContaining({ id: '10-4' }) }],
      notReached: [{ requirement: '10-5', reason: 'A new duty.' }],
    })
    const frameworks = ['tsc-2017', 'hipaa-security', 'state-example-2027']
    await put('organization', 'house', organization(frameworks), '2027-01-01')
    const judgedBy = async (day: string): Promise<string> => JSON.stringify(await get(`/crosswalk?asOf=${day}`))
    expect(await judgedBy('2026-12-31')).toContain('"framework":"state-example"')
    expect(await judgedBy('2026-12-31')).not.toContain('state-example-2027')
    expect(await judgedBy('2027-01-01')).toContain('"framework":"state-example-2027"')
  })

  it('show in three ways what a newer version of a control would change, which changes nothing until it is operated', async () => {
    expect(await get('/controls/portal-session-limit/upgrade')).toMatchObject({
      operated: 1,
      to: 2,
      versions: [1, 2],
      changes: [{ field: 'evidence.session-settings.graceDays', base: '15', ours: '15', theirs: '5', kind: 'library' }],
    })
    expect(await get('/controls/portal-session-limit?asOf=2026-06-30')).toMatchObject({
      control: { version: 1, evidence: [expect.objectContaining({ graceDays: 15 })] },
    })
    const next = { id: 'portal-session-limit', version: 2, adopted: '2026-01-01' }
    await put('control', 'portal-session-limit', next, '2026-09-01')
    expect(await get('/controls/portal-session-limit?asOf=2026-08-31')).toMatchObject({ control: { version: 1 } })
    expect(await get('/controls/portal-session-limit?asOf=2026-09-01')).toMatchObject({ control: { version: 2 } })
  })
})

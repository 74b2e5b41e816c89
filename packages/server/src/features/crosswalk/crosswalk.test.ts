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
let own: TestOrganization
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'house')
  await put('organization', 'house', organization(['tsc-2017', 'hipaa-security']))
  const ada = { id: 'ada', name: 'Ada Approver', email: 'ada@house.example' }
  await put('person', 'ada', ada)
  const proof = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claimFor(own), 'drill.txt', 'restored in 41 minutes'),
  })
  expect(proof.status, proof.text).toBe(201)
})
afterAll(async () => server.stop())

function organization(frameworks: string[]) {
  return {
    id: 'house',
    name: 'Organization house',
    timeZone: 'UTC',
    observationPeriod: { from: '2026-01-01', to: '2026-12-31' },
    frameworks,
    roles: {},
  }
}
async function put(kind: string, id: string, body: object | null, effective = '2026-01-01') {
  const reply = await server.request('PUT', `/api/v1/documents/${kind}/${id}`, {
    key: own.keys.administrator,
    json: { effective, body },
  })
  return { status: reply.status, ...reply.json<{ detail?: string; remedy?: string }>() }
}
async function get<T = Record<string, unknown>>(path: string, status = 200, key = own.keys.auditor): Promise<T> {
  const reply = await server.request('GET', `/api/v1${path}`, { key })
  expect(reply.status, reply.text).toBe(status)
  return reply.json<T>()
}

interface RequirementView {
  readonly controls: { id: string; adopted: boolean; owner: string | null; rationale: string; statuses: object }[]
  readonly systems: { id: string }[]
  readonly evidenceTotal: number
  readonly findings: { id: string; control: string | null }[]
  readonly related: { framework: string; id: string }[]
  readonly decision: { choice: string } | null
  readonly people: Record<string, string>
}
const specification = '/frameworks/hipaa-security/requirements/164.308(a)(7)(ii)(D)?asOf=2026-06-30'

describe('a requirement', () => {
  it('is seen with its controls and their reasons, its systems, the evidence and the gaps behind it', async () => {
    const view = await get<RequirementView>(specification)
    const control = view.controls.find(({ id }) => id === 'restore-test')
    expect(control).toMatchObject({ adopted: true, owner: 'person-house', rationale: expect.any(String) })
    expect(view.controls.some(({ adopted }) => !adopted)).toBe(true)
    expect(view.systems.map(({ id }) => id).toSorted()).toEqual(['database-house', 'portal-house'])
    expect(view.evidenceTotal).toBe(1)
    expect(view.findings.some(({ control: about }) => about === 'restore-test')).toBe(true)
    expect(view.related.some(({ framework }) => framework === 'tsc-2017')).toBe(true)
    expect(view.related.some(({ framework }) => framework === 'hipaa-security')).toBe(false)
    expect(view.people).toMatchObject({ 'person-house': 'Person house' })
  })

  it('whose identifier has a slash has an address too, and one that is not there is named', async () => {
    const slashed = encodeURIComponent('164.514(b)(1)/(b)(2)')
    await get(`/frameworks/hipaa-privacy/requirements/${slashed}`)
    expect((await get('/frameworks/tsc-2017/requirements/CC99', 404))['detail']).toContain('no requirement "CC99"')
    expect((await get('/frameworks/nothing/requirements/CC1.1', 404))['detail']).toContain('no framework "nothing"')
  })

  it('that is addressable is a finding until somebody decides, and again when the review is past', async () => {
    const finding = 'addressable-decision:hipaa-security:164.308(a)(7)(ii)(D)'
    const hasFinding = async (asOf: string) =>
      (await get<RequirementView>(specification.replace('2026-06-30', asOf))).findings.some(({ id }) => id === finding)
    const stateOn = async (asOf: string) =>
      (await get<{ items: { state: string }[] }>(`/decisions?asOf=${asOf}&q=164.308(a)(7)(ii)(D)`)).items.map(
        ({ state }) => state,
      )
    expect([await hasFinding('2026-06-30'), await stateOn('2026-06-30')]).toEqual([true, ['undecided']])
    const body = {
      id: 'restore-drills',
      framework: 'hipaa-security',
      requirement: '164.308(a)(7)(ii)(D)',
      choice: 'implemented',
      rationale: 'Restores are drilled for every production database, and the report names what failed.',
      decidedBy: 'person-house',
      approvedBy: 'ada',
      decided: '2026-03-01',
      review: '2026-09-01',
    }
    expect((await put('decision', 'restore-drills', { ...body, approvedBy: 'person-house' })).status).toBe(422)
    expect((await put('decision', 'restore-drills', body, '2026-03-01')).status).toBe(200)
    const days = ['2026-02-28', '2026-06-30', '2026-10-01']
    expect(await Promise.all(days.map(hasFinding))).toEqual([true, false, true])
    expect(await Promise.all(days.map(stateOn))).toEqual([['undecided'], ['decided'], ['review-due']])
    expect((await get<RequirementView>(specification)).decision?.choice).toBe('implemented')
    const decided = await get<{ total: number; people: object }>('/decisions?asOf=2026-06-30&state=decided')
    expect(decided).toMatchObject({ total: 1, people: { ada: 'Ada Approver', 'person-house': 'Person house' } })
  })
})

interface Crosswalk {
  readonly items: { control: string; adopted: boolean; cells: { framework: string; requirements: string[] }[] }[]
  readonly total: number
  readonly next: string | null
  readonly coverage: { framework: string; adopted: number; reached: number; requirements: number; notReached: number }[]
}

describe('the crosswalk', () => {
  it('has the frameworks in force that day, or those asked for, with their coverage whatever is shown', async () => {
    const own = await get<Crosswalk>('/crosswalk?asOf=2026-06-30&adopted=yes')
    expect(own.items.map(({ control }) => control).toSorted()).toEqual(['access-removal', 'restore-test'])
    expect(own.coverage.map(({ framework }) => framework)).toEqual(['tsc-2017', 'hipaa-security'])
    for (const one of own.coverage) expect(one.reached + one.notReached).toBe(one.requirements)
    const asked = await get<Crosswalk>('/crosswalk?asOf=2026-06-30&frameworks=hitrust-csf&area=backup&limit=1')
    expect(asked.coverage.map(({ framework }) => framework)).toEqual(['hitrust-csf'])
    expect(asked.items).toHaveLength(1)
    const byRequirement = await get<Crosswalk>('/crosswalk?asOf=2026-06-30&q=164.308(a)(7)(ii)(D)')
    expect(byRequirement.items.map(({ control }) => control)).toContain('restore-test')
    expect((await get('/crosswalk?frameworks=nothing', 404))['detail']).toContain('no framework "nothing"')
  })
})

describe('a retired control', () => {
  it('counts no more from the next day on, and counts as before for the days until then', async () => {
    const retired = {
      id: 'access-removal',
      version: 1,
      adopted: '2026-01-01',
      owner: 'person-house',
      retired: '2026-07-31',
      reason: 'The directory is closed.',
    }
    const unexplained = await put('control', 'access-removal', { ...retired, reason: undefined }, '2026-07-31')
    expect([unexplained.status, unexplained.detail]).toEqual([422, expect.stringContaining('say why')])
    const rowsOn = async (asOf: string) =>
      (await get<{ total: number }>(`/matrix?asOf=${asOf}&control=access-removal`)).total
    const before = [await rowsOn('2026-06-30'), await rowsOn('2026-07-31')]
    expect((await put('control', 'access-removal', retired, '2026-07-31')).status).toBe(200)
    expect([await rowsOn('2026-06-30'), await rowsOn('2026-07-31')]).toEqual(before)
    expect(await rowsOn('2026-08-01')).toBe(0)
    const adopted = async (asOf: string) =>
      (await get<Crosswalk>(`/crosswalk?asOf=${asOf}&adopted=yes`)).items.map(({ control }) => control)
    expect(await adopted('2026-07-31')).toContain('access-removal')
    expect(await adopted('2026-08-01')).not.toContain('access-removal')
  })
})

describe('an edition', () => {
  it('is previewed against none of its family, and never against another framework', async () => {
    const preview = await get<{ before: null; added: object[]; open: object[]; undecided: string[] }>(
      '/frameworks/hipaa-breach/preview',
    )
    expect(preview.before).toBeNull()
    expect(preview.added.length).toBeGreaterThan(0)
    expect(preview.open.length).toBeGreaterThan(0)
    const other = await get('/frameworks/hipaa-breach/preview?before=tsc-2017', 422)
    expect(other['detail']).toContain('not editions of the same framework')
  })

  it('is the only one of its framework that an organization is judged by at a time', async () => {
    const { status, detail, remedy } = await put('organization', 'house', organization(['tsc-2017', 'tsc-2017']))
    expect([status, detail]).toEqual([422, expect.stringContaining('two editions of one framework at a time')])
    expect(remedy).toContain('Name one edition')
  })

  it('adopted on a day leaves the days before judged by what was in force then', async () => {
    expect((await put('organization', 'house', organization(['tsc-2017', 'hipaa-breach']), '2026-08-01')).status).toBe(
      200,
    )
    const judgedBy = async (asOf: string) =>
      (await get<Crosswalk>(`/crosswalk?asOf=${asOf}`)).coverage.map(({ framework }) => framework)
    expect(await judgedBy('2026-07-31')).toEqual(['tsc-2017', 'hipaa-security'])
    expect(await judgedBy('2026-08-01')).toEqual(['tsc-2017', 'hipaa-breach'])
    expect((await get<{ total: number }>('/decisions?asOf=2026-07-31')).total).toBeGreaterThan(0)
    expect((await get<{ total: number }>('/decisions?asOf=2026-08-01')).total).toBe(0)
  })
})

describe('an upgrade', () => {
  it('is shown as a three-way difference, and only of a control that is adopted', async () => {
    const own = { id: 'restore-test', version: 1, adopted: '2026-01-01', owner: 'person-house' }
    const departed = { ...own, policyClause: 'We restore every week.', reason: 'Our customers ask for it.' }
    expect((await put('control', 'restore-test', departed, '2026-02-01')).status).toBe(200)
    const preview = await get<{ operated: number; to: number; versions: number[]; changes: object[] }>(
      '/controls/restore-test/upgrade?asOf=2026-06-30',
    )
    expect(preview.operated).toBe(1)
    expect(preview.versions).toContain(preview.to)
    expect(preview.changes).toContainEqual(
      expect.objectContaining({ field: 'policy.clause', ours: 'We restore every week.' }),
    )
    expect((await get('/controls/network-segmentation/upgrade', 404))['detail']).toMatch(/adopted|no control/)
    expect((await get('/controls/restore-test/upgrade?version=99', 404))['detail']).toContain('no version 99')
  })
})

describe('a document that names what the catalog does not have', () => {
  it.each([
    ['control', 'no-such', { id: 'no-such', version: 1, adopted: '2026-01-01' }, 'the control "no-such" at id'],
    [
      'control',
      'restore-test',
      { id: 'restore-test', version: 99, adopted: '2026-01-01' },
      'the version of this control "restore-test, version 99" at version',
    ],
    ['organization', 'house', organization(['nothing']), 'the framework "nothing" at frameworks'],
  ])('is refused: %s %s', async (kind, id, body, words) => {
    const { status, detail, remedy } = await put(kind, id, body)
    expect([status, detail]).toEqual([422, expect.stringContaining(words)])
    expect(remedy).toContain('Correct the name')
  })
})

describe('the templates of the catalog', () => {
  it.each(['playbooks', 'questionnaires', 'workload-templates', 'policy-templates'])(
    '%s are listed and read',
    async (path) => {
      const { items, total } = await get<{ items: { id: string; title: string; summary: string }[]; total: number }>(
        `/${path}?limit=2`,
      )
      expect(total).toBeGreaterThan(0)
      for (const { id, title, summary } of items) {
        expect(summary.length).toBeGreaterThan(10)
        expect(await get(`/${path}/${id}`)).toMatchObject({ id, title })
      }
      expect((await get(`/${path}/nothing`, 404))['detail']).toContain('"nothing"')
    },
  )
})

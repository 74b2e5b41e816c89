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
let other: TestOrganization

const csv = 'Emp #,First,Last,State\n7,Ada,North,A\n8,Ben,South,T\n'
const mapping = {
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['Emp #'] },
    name: { columns: ['First', 'Last'] },
    status: { columns: ['State'], words: { A: 'active', T: 'terminated' } },
  },
}
const saved = (more: object = {}) => ({
  id: 'hr-export',
  name: 'HR export',
  columns: ['Emp #', 'First', 'Last', 'State'],
  mapping,
  owner: 'person-acme',
  ...more,
})

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  other = await createTestOrganization(server, 'rival')
})
afterAll(async () => server.stop())

async function record(id: string, body: unknown, effective = '2026-01-01') {
  const json = { effective, body }
  return server.request('PUT', `/api/v1/documents/mapping/${id}`, { key: own.keys['compliance-lead'], json })
}

async function push(text: string, { slug, keys }: TestOrganization = own) {
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: keys.contributor,
    form: formOf(claimFor({ slug }), 'export.csv', text),
  })
  return { ...reply, evidence: reply.json<{ evidence?: { id: string; derived: object | null } }>().evidence }
}

async function preview(text: string, claim: object = {}) {
  const reply = await server.request('POST', '/api/v1/mappings/preview', {
    key: own.keys['compliance-lead'],
    form: formOf(claim, 'export.csv', text),
  })
  expect(reply.status, reply.text).toBe(200)
  return reply.json<{ columns: string[]; records: object[]; refusal: object | null; faults: object[] }>()
}

describe('a saved mapping', () => {
  it('is tried on a table before it is saved, and nothing is kept', async () => {
    expect(await preview(csv)).toMatchObject({ columns: saved().columns, records: [], refusal: null })
    expect(await preview(csv, { mapping: { recordType: 'person', key: ['employeeId'], fields: {} } })).toMatchObject({
      faults: expect.arrayContaining([{ field: 'fields.name', problem: expect.stringContaining('cannot be without') }]),
    })
    expect(await preview(csv, { mapping })).toMatchObject({
      total: 2,
      records: [{ body: { name: 'Ada North', status: 'active' } }, { body: { status: 'terminated' } }],
    })
    const reply = await server.request('GET', '/api/v1/evidence?limit=1', { key: own.keys.auditor })
    expect(reply.json<{ total: number }>().total).toBe(0)
  })

  it('reads the next table with the same columns, in whatever order, and nobody else’s', async () => {
    expect((await push(csv)).evidence?.derived).toBeNull()
    expect((await record('hr-export', saved())).status).toBe(200)
    const next = 'State,Emp #,Last,First\nA,7,North,Ada\n'
    const form = formOf({}, 'next.csv', next)
    const said = await server.request('POST', '/api/v1/evidence/inspection', { key: own.keys.contributor, form })
    expect(said.json()).toMatchObject({
      importer: { id: 'mapped-hr-export', title: 'HR export' },
      records: { person: 1 },
    })
    const { evidence } = await push(next)
    expect(evidence?.derived).toMatchObject({ importer: 'mapped-hr-export', version: 1, counts: { person: 1 } })
    const records = await server.request('GET', `/api/v1/evidence/${evidence?.id}/records`, { key: own.keys.auditor })
    expect(records.json()).toMatchObject({ items: [{ type: 'person', key: '7', body: { name: 'Ada North' } }] })
    expect((await push(next, other)).evidence?.derived).toBeNull()
  })

  it('refuses a file whose rows it cannot read, by row and column', async () => {
    const reply = await push(csv.replace(',T', ',?'))
    expect(reply.status).toBe(422)
    expect(reply.text).toContain('export.csv, line 3, State: the mapping gives no meaning to')
  })

  it('is changed by a new version, which the records made from then on name', async () => {
    const fields = { ...mapping.fields, workerType: { constant: 'employee' } }
    expect((await record('hr-export', saved({ mapping: { ...mapping, fields } }))).status).toBe(200)
    expect((await push(`${csv}9,Cleo,West,A\n`)).evidence?.derived).toMatchObject({ version: 2, counts: { person: 3 } })
  })

  it('is refused where another one is for the same tables, or it maps what cannot be', async () => {
    const rival = await record('staff', saved({ id: 'staff', columns: ['State', 'Emp #', 'First', 'Last'] }))
    expect(rival.status).toBe(409)
    expect(rival.json()).toMatchObject({ detail: 'The mapping "HR export" is for tables with the same columns.' })
    const wrong = await record('staff', saved({ id: 'staff', columns: ['Emp #', 'First', 'Last'] }))
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('the table has no column')
    expect((await record('hr-export', null)).status).toBe(200)
    expect((await push(`${csv}10,Dee,East,A\n`)).evidence?.derived).toBeNull()
    expect((await record('staff', saved({ id: 'staff' }))).status).toBe(200)
  })
})

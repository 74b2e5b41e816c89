import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../platform/db/pool.ts'
import { rebuildProjection } from '../../platform/db/projection/rebuild.ts'
import { makeDocx, makePdf, makeXlsx } from '../../testing/office-files.ts'
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

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
  other = await createTestOrganization(server, 'other')
  const files: [string, Uint8Array | string, object][] = [
    ['drill.pdf', makePdf('Recovery of the nightingale database took 41 minutes'), {}],
    ['policy.docx', makeDocx([['Workforce sanc', 'tions']]), {}],
    ['review.xlsx', makeXlsx('Privileged accounts', ['zacharias'], [4711]), {}],
    ['export.csv', 'host,agent\ndb-one.acme.example,installed\n', { note: 'Pulled by the night shift' }],
    ['console.json', '{"retention":"quarantined"}', { query: 'GET /v1/snapshots' }],
  ]
  for (const [name, content, more] of files) {
    const form = formOf({ ...claimFor(own), ...more }, name, content)
    expect((await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })).status).toBe(201)
  }
  await server.services.search.index(own.organization)
})
afterAll(async () => server.stop())

async function find(q: string, key = own.keys.auditor, more = ''): Promise<string[]> {
  const reply = await server.request('GET', `/api/v1/evidence?q=${encodeURIComponent(q)}${more}`, { key })
  const { items, total } = reply.json<{ items: { artifact: { name: string } }[]; total: number }>()
  expect(total).toBe(items.length)
  return items.map(({ artifact }) => artifact.name).toSorted()
}

describe('search', () => {
  it('finds evidence by what is written in it, whatever the format, and by the beginning of a word', async () => {
    expect(await find('nightingale')).toEqual(['drill.pdf'])
    expect(await find('sanctions')).toEqual(['policy.docx'])
    expect(await find('Zacharias')).toEqual(['review.xlsx'])
    expect(await find('quarant')).toEqual(['console.json'])
    expect(await find('db-one.acme.example')).toEqual(['export.csv'])
  })

  it('finds it by name, source, note, query and what it proves, and needs every word', async () => {
    expect(await find('export')).toEqual(['export.csv'])
    expect(await find('night shift installed')).toEqual(['export.csv'])
    expect(await find('snapshots')).toEqual(['console.json'])
    expect(await find('restore-test drill.pdf')).toEqual(['drill.pdf'])
    expect(await find('nightingale zacharias')).toEqual([])
    expect(await find('backup platform')).toHaveLength(5)
  })

  it('takes what is special to the database for what it is', async () => {
    for (const q of ["' | '", '%', '_', "x':* | 'y", '&!():*<->', '\\']) expect(await find(q)).toEqual([])
  })

  it('looks into files only for who may open them', async () => {
    expect(await find('nightingale', own.keys.executive)).toEqual([])
    expect(await find('nightingale', own.keys.contributor)).toEqual([])
    expect(await find('drill', own.keys.executive)).toContain('drill.pdf')
    expect((await server.request('GET', '/api/v1/evidence?q=drill', { key: own.keys.customer })).status).toBe(403)
    expect(await find('nightingale', other.keys.auditor)).toEqual([])
  })

  it('keeps audit periods apart', async () => {
    const form = formOf(
      { ...claimFor(own), effective: { from: '2025-03-01', to: '2025-03-31' }, collectedAt: '2026-03-30T12:00:00Z' },
      'last-year.txt',
      'nightingale of last year',
    )
    await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
    await server.services.search.index(own.organization)
    expect(await find('nightingale', own.keys.auditor, '&from=2026-01-01&to=2026-12-31')).toEqual(['drill.pdf'])
    expect(await find('nightingale', own.keys.auditor, '&from=2025-01-01&to=2025-12-31')).toEqual(['last-year.txt'])
  })

  it('comes back from the artifacts alone after a rebuild', async () => {
    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await rebuildProjection(owner, server.installation.readDerived)
    await owner.destroy()
    // The server's own job may have begun to read again already, so how many are left for this call is not known.
    await server.services.search.index(own.organization)
    expect(await find('sanctions')).toEqual(['policy.docx'])
    expect(await server.services.search.index(own.organization)).toBe(0)
  })
})

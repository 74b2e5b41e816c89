import { createHash } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { extractText } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const formula = '=HYPERLINK("http://attacker.example","click")'

let server: TestServer
let own: TestOrganization
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'house')
  const reply = await server.request('PUT', '/api/v1/documents/system/database-house', {
    key: own.keys.administrator,
    json: {
      effective: '2026-01-01',
      body: {
        id: 'database-house',
        name: formula,
        kind: 'database',
        environment: 'production',
        sensitivity: 'phi',
        criticality: 'critical',
        internetFacing: false,
        owner: 'person-house',
      },
    },
  })
  expect(reply.status, reply.text).toBe(200)
})
afterAll(async () => server.stop())

async function take(path: string, key = own.keys.auditor) {
  const reply = await fetch(`${server.address}/api/v1/exports/${path}`, { headers: { authorization: `Bearer ${key}` } })
  const bytes = new Uint8Array(await reply.arrayBuffer())
  return { reply, bytes, text: Buffer.from(bytes).toString('utf8') }
}

async function sealed(): Promise<{ what: string; format: string; query: object; sha256: string; rows: number }[]> {
  return server.services.transactions.read({ organization: own.organization }, async ({ db }) => {
    const rows = await db
      .selectFrom('log_entry')
      .select('body')
      .where('organization', '=', own.organization)
      .orderBy('index')
      .execute()
    return rows
      .map(({ body }) => JSON.parse(body.toString('utf8')))
      .filter(({ predicateType }) => predicateType === 'urn:evidentia:fact:exported:v1')
      .map(({ predicate }) => predicate.fact)
  })
}

describe('the matrix as a file', () => {
  it('has as CSV the rows of the screen with their reasons, and no cell that a spreadsheet would compute', async () => {
    const listed = await server.request('GET', '/api/v1/matrix?asOf=2026-06-30&area=backup', { key: own.keys.auditor })
    const { reply, text } = await take('matrix/csv?asOf=2026-06-30&area=backup')
    expect(reply.headers.get('content-type')).toContain('text/csv')
    expect(reply.headers.get('content-disposition')).toContain('house-matrix-2026-06-30.csv')
    const lines = text.trimEnd().split('\r\n')
    expect(lines[0]).toContain('Status,Control,Area')
    expect(lines).toHaveLength(1 + listed.json<{ total: number }>().total)
    const [reason = ''] = listed.json<{ items: { reasons: string[] }[] }>().items[0]?.reasons ?? []
    expect(reason).not.toBe('')
    expect(text).toContain(reason.replaceAll('"', '""'))
    expect(text).toContain('"\'=HYPERLINK(""http://attacker.example"",""click"")"')
    expect(text).not.toMatch(/(?:^|,)"?=/m)
  })

  it('has as XLSX only cells of text', async () => {
    const { bytes } = await take('matrix/xlsx?asOf=2026-06-30')
    const parts = unzipSync(bytes)
    const sheets = Object.keys(parts).filter((name) => /worksheets\/sheet\d+\.xml$/.test(name))
    expect(sheets).toHaveLength(2)
    const all = Object.entries(parts)
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, part]) => strFromU8(part))
      .join('\n')
    expect(all).toContain('=HYPERLINK')
    for (const name of sheets) expect(strFromU8(parts[name] ?? new Uint8Array())).not.toMatch(/<f[ >]/)
  })

  it('has as PDF a page that people can read, the same bytes for the same facts', async () => {
    const { reply, bytes } = await take('matrix/pdf?asOf=2026-06-30')
    expect(reply.headers.get('content-type')).toBe('application/pdf')
    expect(Buffer.from((await take('matrix/pdf?asOf=2026-06-30')).bytes).equals(bytes)).toBe(true)
    const { text } = await extractText(bytes, { mergePages: true })
    expect(text).toContain('Evidence matrix')
    expect(text).toContain('HYPERLINK')
  })
})

describe('the crosswalk as a file', () => {
  it('has every link with its reason, and why a requirement has none', async () => {
    const { text } = await take('crosswalk/csv?asOf=2026-06-30&frameworks=hipaa-security,tsc-2017')
    const { served } = server.services.catalog
    for (const id of ['hipaa-security', 'tsc-2017'])
      for (const link of [...(served.get(id)?.values() ?? [])].flat())
        expect(text).toContain(link.rationale.replaceAll('"', '""'))
    const unreached = server.services.catalog.frameworks.get('hipaa-security')?.requirements.find((r) => r.notReached)
    if (unreached?.notReached !== undefined) expect(text).toContain(unreached.notReached.replaceAll('"', '""'))
    expect((await take('crosswalk/csv?frameworks=nothing')).reply.status).toBe(404)
    expect((await take('crosswalk/doc')).reply.status).toBe(422)
  })
})

describe('the programme as OSCAL', () => {
  it.each(['catalog', 'mapping-collection', 'system-security-plan', 'assessment-results'])(
    'is a document of the model asked for: %s',
    async (model) => {
      const path = `oscal/${model}?asOf=2026-06-30&framework=tsc-2017`
      const { reply, text } = await take(path)
      expect(reply.status, text).toBe(200)
      expect(Object.keys(JSON.parse(text))).toEqual([model])
      expect((await take(path)).text).toBe(text)
    },
  )

  it('is not there for a framework that is not', async () => {
    expect((await take('oscal/profile?framework=nothing')).reply.status).toBe(404)
  })
})

describe('every export', () => {
  it('is sealed with what was asked for and the SHA-256 of what was handed out', async () => {
    const { bytes, text } = await take('matrix/csv?asOf=2026-06-30&status=missing')
    expect((await sealed()).at(-1)).toEqual({
      what: 'matrix',
      format: 'csv',
      query: { asOf: '2026-06-30', status: 'missing' },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      rows: text.trimEnd().split('\r\n').length - 1,
    })
  })

  it('is not handed out where it cannot be sealed', async () => {
    const before = (await sealed()).length
    server.services.transactions.refuseWrites(own.organization, 'The log takes no writes.')
    const { reply, text } = await take('crosswalk/csv')
    expect([reply.status, (await sealed()).length]).toEqual([503, before])
    expect(text).not.toContain('CC6.1')
  })
})

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const examples = new URL('../../../../../examples/ehr-hosting/evidence/', import.meta.url)
let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
})
afterAll(async () => server.stop())

async function inspect(name: string, bytes: Uint8Array | string) {
  const form = formOf({}, name, bytes)
  const reply = await server.request('POST', '/api/v1/evidence/inspection', { key: own.keys.contributor, form })
  expect(reply.status, reply.text).toBe(200)
  return reply.json<{ importer: { id: string } | null; fits: string[] }>()
}

it('says what a file is, what it would give, and which evidence asks for such a file', async () => {
  const report = await readFile(new URL('access/iam-credential-report-production-2026-01.csv', examples))
  const said = await inspect('whatever.bin', report)
  expect(said).toMatchObject({
    importer: { id: 'aws-iam-credential-report' },
    records: { account: report.toString().trim().split('\n').length - 1 },
    skipped: 0,
    // Accounts hold as a state: the file tells of no days by itself.
    period: null,
    refusal: null,
  })
  expect(said.fits).toEqual(
    expect.arrayContaining(['access-removal/account-listing', 'access-key-rotation/key-listing']),
  )
})

it('finds the days of what happened', async () => {
  const jobs = JSON.stringify({
    BackupJobs: [
      { BackupJobId: 'a', State: 'COMPLETED', CreationDate: '2026-03-31T23:30:00+00:00' },
      { BackupJobId: 'b', State: 'FAILED', CreationDate: '2026-03-02T01:00:00+00:00' },
    ],
  })
  expect(await inspect('jobs.json', jobs)).toMatchObject({
    records: { 'backup-run': 2 },
    period: { from: '2026-03-02', to: '2026-03-31' },
  })
})

it('says that a file would be refused, and that another is kept as it is', async () => {
  const broken = JSON.stringify({ BackupJobs: [{ BackupJobId: 'a', State: 'SOMEHOW' }] })
  expect(await inspect('jobs.json', broken)).toMatchObject({
    importer: { id: 'aws-backup-jobs' },
    records: {},
    refusal: { sentence: expect.stringContaining('State'), remedy: expect.any(String) },
  })
  expect(await inspect('drill.txt', 'a drill')).toMatchObject({ importer: null, fits: [] })
})

it('keeps nothing', async () => {
  const log = await server.request('GET', '/api/v1/evidence?limit=1', { key: own.keys.auditor })
  expect(log.json<{ total: number }>().total).toBe(0)
})

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks, compileCheck } from '@evidentia/connectors'
import { type ItemVerdict, makeShelf, type ResultHead } from '@evidentia/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkOrganization } from '../../commands/fsck/fsck.ts'
import { readVersion } from '../../version.ts'
import { type RowFollower, StandingService } from '../standings/service.ts'
import { checkQueue, listChecked } from './due-store.ts'
import { CheckResultService } from './service.ts'
import { inviteAs } from '../../testing/invite.ts'
import {
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

const root = join(import.meta.dirname, '../../../../..')
const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
const roster = `employee_id,first_name,last_name,work_email,job_title,department,manager_id,employment_status,hire_date,termination_date
E1,Ada,North,user-0@acme.example,Lead,Operations,,active,2024-01-02,
`
const ownCheck = {
  id: 'names-are-short',
  version: 1,
  title: 'Names are short',
  asserts: 'No account has a name of more than {letters} letters.',
  population: 'account',
  parameters: { letters: { type: 'integer', title: 'Letters', unit: 'letters', minimum: 1, maximum: 60, default: 6 } },
  expression: 'size(record.username) <= parameters.letters',
  value: 'username',
}

type View = ResultHead & { entry: number }
let server: TestServer
let own: TestOrganization
let lena: Awaited<ReturnType<typeof inviteAs>>

beforeAll(async () => {
  server = await startTestServer({ EVIDENTIA_SAMPLE: 'on' })
  // What is sealed when is what is tested; jobs would do it at their own time.
  await server.services.stopJobs()
  own = await createTestOrganization(server, 'acme')
  lena = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
  const system = { id: 'cloud', name: 'Cloud', kind: 'cloud-account', environment: 'production', sensitivity: 'phi' }
  await put('system', 'cloud', { ...system, criticality: 'high', internetFacing: true })
})
afterAll(async () => server.stop())

async function put(kind: string, id: string, body: object, effective = '2026-01-01') {
  const json = { effective, body }
  return server.request('PUT', `/api/v1/documents/${kind}/${id}`, { key: own.keys.administrator, json })
}

/** A listing of so many accounts, called user-0 and on. */
async function recordAccounts(count: number, month = '2026-03'): Promise<string> {
  const rows = Array.from(
    { length: count },
    (_, index) =>
      `user-${index},arn:aws:iam::1:user/user-${index},2024-01-09T08:30:00+00:00,false,N/A,N/A,N/A,false,true,2026-03-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
  )
  return record(`${[header, ...rows].join('\n')}\n`, 'access-removal/account-listing', 'cloud', month)
}

async function record(
  text: string,
  requirement: string,
  system: string | undefined,
  month = '2026-03',
): Promise<string> {
  const claim = {
    proves: [{ requirement, ...(system === undefined ? {} : { system }) }],
    effective: { from: `${month}-28`, to: `${month}-28` },
    collectedAt: `${month}-28T12:00:00Z`,
    source: 'Export',
  }
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claim, 'export.csv', text),
  })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ evidence: { id: string } }>().evidence.id
}

async function get<T>(path: string, key = own.keys.auditor): Promise<T> {
  const reply = await server.request('GET', `/api/v1${path}`, { key })
  expect(reply.status, reply.text).toBe(200)
  return reply.json<T>()
}

async function listed(query: string): Promise<View[]> {
  return (await get<{ items: View[] }>(`/check-results?${query}`)).items
}

/** What the job would seal by now, whether it has come to it or not. */
async function settle(): Promise<number> {
  return server.services.checkResults.seal(own.organization)
}

/** Makes a package and runs every result in it again, as an auditor would who has only the file. */
async function rerunAll(organization: string, key: string) {
  const folder = await mkdtemp(join(tmpdir(), 'evidentia-rerun-'))
  try {
    await server.services.publisher.publish(organization)
    const { id } = (await server.request('POST', '/api/v1/packages', { key, json: {} })).json<{ id: string }>()
    await server.services.packages.make(organization)
    const response = await fetch(`${server.address}/api/v1/packages/${id}/content`, {
      headers: { authorization: `Bearer ${key}` },
    })
    const path = join(folder, 'package.zip')
    await writeFile(path, Buffer.from(await response.arrayBuffer()))
    const cli = join(root, 'packages/cli/src/main.ts')
    const { stdout, status } = spawnSync(process.execPath, [cli, 'rerun', '--all', '--package', path, '--json'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    expect(status).toBe(0)
    return (JSON.parse(stdout) as { results: { id: string; outcome: string; sentence: string }[] }).results
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('the results of checks', () => {
  let evidence = ''
  let large: View

  it('are sealed when records come, once, however many nodes look at the same time', async () => {
    evidence = await recordAccounts(2)
    await Promise.all([settle(), settle(), settle()])
    expect(await settle()).toBe(0)
    const [only, ...more] = await listed(`evidence=${evidence}`)
    expect(more).toEqual([])
    expect(only).toMatchObject({
      row: 'access-removal/account-listing@system:cloud',
      check: 'leaver-accounts-disabled',
      version: 1,
      verdict: 'unknown',
      summary: 'There is no HR roster to compare the accounts with.',
      asOf: '2026-03-28',
      system: 'cloud',
      definition: null,
    })
  })

  it('are sealed again when something they rest on changes, and the history stays', async () => {
    await record(roster, 'access-removal/hr-roster', undefined)
    await settle()
    const [newest, first] = await listed(`evidence=${evidence}`)
    expect(first?.summary).toContain('no HR roster')
    expect(newest).toMatchObject({
      verdict: 'unknown',
      counts: { 'not-met': 0, unknown: 1, met: 1, 'not-applicable': 0 },
    })
    expect(newest!.entry).toBeGreaterThan(first!.entry)
    expect(newest!.question).not.toBe(first!.question)
  })

  it('follow a check of one’s own, its parameters and its tailoring', async () => {
    expect((await put('check', ownCheck.id, { ...ownCheck, expression: 'record.nothing' })).json()).toMatchObject({
      detail: expect.stringContaining('expression, line 1, column 8: no such key: nothing'),
    })
    expect((await put('check', ownCheck.id, ownCheck)).status).toBe(200)
    expect((await put('check', ownCheck.id, { ...ownCheck, expression: 'true' })).json()).toMatchObject({
      detail: expect.stringContaining('version 1 says something else already'),
    })
    const tailored = (parameters: object) => ({
      id: 'access-removal',
      version: 1,
      adopted: '2026-01-01',
      owner: 'person-acme',
      evidence: { 'account-listing': { checks: { [ownCheck.id]: { parameters, reason: 'Our directory is old.' } } } },
    })
    const refused = await put('control', 'access-removal', tailored({ letters: 99 }))
    expect(refused.status).toBe(422)
    expect(refused.json()).toMatchObject({ detail: expect.stringContaining('from 1 to 60') })
    await put('control', 'access-removal', tailored({}))
    await settle()
    const first = (await listed(`check=${ownCheck.id}`))[0]
    expect(first).toMatchObject({ verdict: 'met', asserts: 'No account has a name of more than 6 letters.' })
    await put('control', 'access-removal', tailored({ letters: 5 }))
    await settle()
    expect((await listed(`check=${ownCheck.id}`))[0]).toMatchObject({
      verdict: 'not-met',
      parameters: { letters: 5 },
      definition: { expression: ownCheck.expression },
    })
    expect(await get('/checks?q=short')).toMatchObject({
      items: [{ id: ownCheck.id, own: true, usedBy: ['access-removal/account-listing'] }],
    })
  })

  it('keep many items as an artifact, read in pages with what needs a person first', async () => {
    const id = await recordAccounts(1200, '2026-04')
    await settle()
    large = (await listed(`evidence=${id}&check=${ownCheck.id}`))[0]!
    expect(large.counts).toMatchObject({ 'not-met': 1200 })
    const leavers = (await listed(`evidence=${id}&check=leaver-accounts-disabled`))[0]!
    const page = await get<{ items: ItemVerdict[]; next: string; total: number }>(
      `/check-results/${large.id}/items?limit=500`,
    )
    expect([page.items.length, page.total]).toEqual([500, 1200])
    const rest = await get<{ items: ItemVerdict[]; next: string | null }>(
      `/check-results/${large.id}/items?limit=500&cursor=${page.next}`,
    )
    expect(new Set([...page.items, ...rest.items].map(({ key }) => key)).size).toBe(1000)
    const { counts } = leavers
    const met = await get<{ items: ItemVerdict[]; total: number }>(`/check-results/${leavers.id}/items?verdict=met`)
    expect(counts).toMatchObject({ unknown: 1199, met: 1 })
    expect(met).toMatchObject({ total: 1, items: [{ key: 'user-0', verdict: 'met' }] })

    const key = own.keys.auditor
    const file = await server.request('GET', `/api/v1/check-results/${large.id}/file`, { key })
    const lines = file.text
      .trimEnd()
      .split('\n')
      .map((line): object => JSON.parse(line))
    expect(lines[0]).toMatchObject({ given: { role: 'population', evidence: id } })
    expect(lines).toHaveLength(1201)
    const digest = createHash('sha256')
    for (const line of lines) if ('item' in line) digest.update(`${JSON.stringify(line.item)}\n`)
    expect(digest.digest('hex')).toBe(large.itemsSha256)
  })

  it('are named by the log, so that fsck and the sweep of bytes count their artifacts', async () => {
    await server.services.evidence.sweep(own.organization, 0)
    const { problems, unreferenced } = await checkOrganization(server.installation, own.organization, {
      published: false,
      pinned: [],
    })
    expect({ problems, unreferenced }).toEqual({ problems: [], unreferenced: 0 })
  })

  it('are shown to nobody in another organization, and their items to nobody who may not open artifacts', async () => {
    const other = await createTestOrganization(server, 'other')
    for (const path of ['', '/items', '/file'])
      expect(
        (await server.request('GET', `/api/v1/check-results/${large.id}${path}`, { key: other.keys.administrator }))
          .status,
      ).toBe(404)
    const items = `/api/v1/check-results/${large.id}/items`
    expect((await server.request('GET', items, { key: own.keys.executive })).status).toBe(403)
  })

  it('leave with a package, from which an auditor runs each of them again offline', async () => {
    const results = await rerunAll(own.organization, own.keys.auditor)
    expect(results.filter(({ outcome }) => outcome !== 'same')).toEqual([])
    expect(results.map((one) => one.id)).toContain(large.id)
  })

  it('of the sample come out the same as well, every one of them', { timeout: 120_000 }, async () => {
    const sample = (await server.services.organizations.listAll()).find(
      ({ slug }) => slug !== 'acme' && slug !== 'other',
    )
    const organization = sample?.organization ?? ''
    const scope = { organization, actor: { type: 'system', id: 'test', name: 'Test' } as const, request: null }
    const key = { name: 'auditor', role: 'auditor', expires: null } as const
    const { secret } = await server.services.apiKeys.issue(scope, key)
    // The first start's job may have sealed some of them already.
    await server.services.checkResults.seal(organization)
    const { total } = await get<{ total: number }>('/check-results?limit=1', secret)
    expect(total).toBeGreaterThan(50)
    const results = await rerunAll(organization, secret)
    expect(results).toHaveLength(total)
    expect(results.filter(({ outcome }) => outcome !== 'same')).toEqual([])
  })

  it('wait for the rows that something touched, and for no others', async () => {
    await settle()
    const waiting = async () => {
      await server.services.standings.catchUp(own.organization)
      return (await get<{ waiting: number }>('/check-results?limit=1')).waiting
    }
    expect(await waiting()).toBe(0)
    await record('a drill', 'restore-test/restore-drill', 'database-acme')
    expect(await waiting()).toBe(0)
    await recordAccounts(1300, '2026-04')
    expect(await waiting()).toBe(1)
    await settle()
    expect(await waiting()).toBe(0)
  })

  it('are not sealed again when a day begins that changes nothing in them', async () => {
    await put('control', 'baa-management', {
      id: 'baa-management',
      version: 1,
      adopted: '2026-01-01',
      owner: 'person-acme',
    })
    expect(await settle()).toBe(1)
    const { transactions, catalog, documents, evidence } = server.services
    const touched: string[] = []
    const watcher: RowFollower = { followRows: async (_db, _own, rows) => void touched.push(...listChecked(rows)) }
    const standings = new StandingService({
      transactions,
      catalog,
      checks: makeShelf(checks, compileCheck),
      documents,
      evidence,
      release: readVersion(),
      followers: [watcher, checkQueue],
      now: () => new Date(Date.now() + 24 * 60 * 60 * 1000),
    })
    const { blobs } = server.installation
    const tomorrow = new CheckResultService({ transactions, blobs, standings, evidence })
    expect(await tomorrow.seal(own.organization)).toBe(0)
    expect(touched).toEqual(['baa-management/executed-baa@vendor:vendor-acme'])
  })

  it('are judged anew when a named person says why a population shrank', async () => {
    const shrunk = await recordAccounts(3, '2026-05')
    await settle()
    expect((await listed(`evidence=${shrunk}&check=${ownCheck.id}`))[0]).toMatchObject({
      verdict: 'not-met',
      summary: expect.stringContaining('named 1200: fewer than half'),
    })
    const json = { outcome: 'accepted', note: 'The test users are gone.' }
    await server.request('POST', `/api/v1/evidence/${shrunk}/review`, { ...lena.as, json })
    await settle()
    const [after] = await listed(`evidence=${shrunk}&check=${ownCheck.id}`)
    expect(after?.summary).not.toContain('fewer than half')
    expect(after?.populations[0]).toMatchObject({ acceptance: { note: 'The test users are gone.' } })
  })
})

describe('the bench', () => {
  it('shows items and verdicts on recorded evidence, and records nothing of the check', async () => {
    const evidence = (await get<{ items: { id: string }[] }>('/evidence?q=export.csv&limit=1')).items[0]!.id
    const tried = async (definition: object, more: object = {}) =>
      server.request('POST', '/api/v1/checks/trial', {
        ...lena.as,
        json: { definition: { ...ownCheck, id: 'tried', ...definition }, evidence, ...more },
      })
    const good = await tried({}, { parameters: { letters: 60 } })
    expect(good.json()).toMatchObject({
      faults: [],
      result: { verdict: 'met', counts: { met: 3 }, asserts: 'No account has a name of more than 60 letters.' },
    })
    const bad = await tried({ expression: 'record.enabled &&\n  record.naem == ""', value: 'naem' })
    expect(bad.json()).toMatchObject({
      faults: [
        { field: 'expression', line: 2, column: 10, sentence: expect.stringContaining('no such key: naem') },
        { field: 'value', sentence: expect.stringContaining('has no field naem') },
      ],
      result: null,
    })
    const fault = async (expression: string) =>
      (await tried({ expression })).json<{ faults: { sentence: string }[] }>().faults[0]?.sentence
    expect(await fault('process.env == null')).toBe('there is nothing called process here')
    expect(await fault('fetch("http://127.0.0.1") == null')).toBe('there is no function fetch')
    expect(await fault(`true${' || true'.repeat(200)}`)).toContain('xceeded')
    const loop = 'all(x, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].'
    const runaway = await tried({
      expression: `[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].${loop.repeat(6)}size() > 0${')'.repeat(6)}`,
    })
    expect(runaway.json()).toMatchObject({
      result: { verdict: 'unknown', items: [{ reason: expect.stringContaining('more than 100000 steps') }, {}, {}] },
    })
    const shapeless = await tried({ asserts: 'too short', population: 'spaceship' })
    expect(shapeless.json<{ faults: { field: string }[] }>().faults.map(({ field }) => field)).toEqual([
      'asserts',
      'population',
    ])
    const versions = await server.request('GET', '/api/v1/documents/check/tried', { key: own.keys.auditor })
    expect(versions.status).toBe(404)
  })
})

import { readFile } from 'node:fs/promises'
import { addDays, type FindingItem, findingStates, makeShelf } from '@evidentia/core'
import { checks, compileCheck } from '@evidentia/connectors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formOf, type RequestOptions, signIn, startTestServer, type TestServer } from '../../testing/test-server.ts'
import { StandingService } from '../standings/service.ts'
import { FindingIndex, followThrough } from './finding-index.ts'
import { gatherFindings } from './gather.ts'
import { readSelection } from './selection.ts'

const access = new URL('../../../../../examples/ehr-hosting/evidence/access/', import.meta.url)
const missedMonth = 'gap:restore-test/restore-drill@system:clinical-db'
const leaver = 'gap:access-removal/account-listing@system:cloud-production'
const lapsedReport = 'gap:vendor-assurance/assurance-report@vendor:keepmoor'
const unsignedBaa = 'gap:baa-management/executed-baa@vendor:scrivenleaf'

let server: TestServer
let organization: string
let as: RequestOptions

beforeAll(async () => {
  server = await startTestServer({ EVIDENTIA_SAMPLE: 'on' })
  const { organizations, sample, session, stopJobs } = server.services
  const [made] = await organizations.listAll()
  organization = made?.organization ?? ''
  const account = await sample.findAccountWithoutCredential()
  as = {
    cookie: await signIn(server, await session.createLink(account ?? '', 60_000)),
    organization: made?.slug ?? '',
    headers: { 'sec-fetch-site': 'same-origin' },
  }
  // What is kept is held against what is computed; jobs would follow it at their own time.
  await stopJobs()
})
afterAll(async () => server.stop())

const scope = () => ({ organization, actor: { type: 'system', id: 'test', name: 'Test' } as const, request: null })

async function listAll(asOf: string): Promise<FindingItem[]> {
  const selection = readSelection({ state: findingStates.join(','), sort: 'due' })
  return (await server.services.findings.list(scope(), { asOf }, selection, 500)).items
}

/** The one finding about what `id` is about, as it stood on a day; undefined where there was none yet. */
async function on(asOf: string, id: string): Promise<FindingItem | undefined> {
  const items = await listAll(asOf)
  const named = items.find((item) => item.id === id)
  const same = items.filter(
    ({ control, requirement, system, vendor }) =>
      named !== undefined &&
      [control, requirement, system, vendor].join() ===
        [named.control, named.requirement, named.system, named.vendor].join(),
  )
  expect(same.length).toBeLessThanOrEqual(1)
  return named
}

async function record(
  proves: { readonly requirement: string; readonly system?: string; readonly vendor?: string },
  day: string,
  content: { readonly name: string; readonly bytes: string },
): Promise<string> {
  const claim = {
    proves: [proves],
    effective: { from: day, to: day },
    collectedAt: `${day}T17:00:00Z`,
    source: 'System of record',
  }
  const form = formOf(claim, content.name, content.bytes)
  const reply = await server.request('POST', '/api/v1/evidence', { ...as, form })
  expect(reply.status, reply.text).toBe(201)
  return reply.json({ evidence: { id: '' } }).evidence.id
}

async function change(kind: 'vendor' | 'agreement', id: string, effective: string, more: object): Promise<void> {
  const { program } = await server.services.standings.catchUp(organization)
  const body = { ...program.history.on(effective)[kind].get(id), ...more }
  await server.services.documents.record(scope(), kind, id, effective, body)
}

describe('the gaps of the sample', () => {
  it('are one finding each, with owner, severity and the day it is due', async () => {
    const expected = [
      [missedMonth, 'missing-evidence', '2026-08-11'],
      [leaver, 'failing-check', '2026-08-28'],
      [lapsedReport, 'failing-check', '2026-10-01'],
      [unsignedBaa, 'failing-check', '2026-05-01'],
    ] as const
    for (const [id, kind, since] of expected) {
      const item = await on('2026-10-31', id)
      expect(item).toMatchObject({ state: 'open', kind, since, severity: 'high', recurrences: 0, closing: null })
      expect(item?.due, id).toBe(addDays(since, 14))
      expect(item?.owner, id).not.toBeNull()
    }
  })

  it('are closed by no word, and worked on under a name', async () => {
    const findings = [missedMonth, leaver, lapsedReport, unsignedBaa]
    const act = async (what: string, json: object) =>
      server.request('POST', `/api/v1/findings/${what}`, { ...as, json })
    expect((await act('starts', { findings })).status).toBe(200)
    expect((await act('completions', { findings, note: 'It is done.' })).status).toBe(200)
    const { today } = await server.services.standings.catchUp(organization)
    for (const id of findings) expect((await on(today, id))?.closing, id).toBeNull()
  })

  it('the missed month closes with the drill of that month, and recurs with the next month that is missed', async () => {
    const proves = { requirement: 'restore-test/restore-drill', system: 'clinical-db' }
    // Another month’s drill proves nothing for July.
    await record(proves, '2026-08-20', { name: 'second-drill.txt', bytes: 'restored in 40 minutes' })
    expect(await on('2026-08-21', missedMonth)).toMatchObject({ state: 'open', kind: 'missing-evidence' })
    const claim = {
      proves: [proves],
      effective: { from: '2026-07-30', to: '2026-07-30' },
      collectedAt: '2026-09-03T17:00:00Z',
      source: 'Backup platform',
    }
    const form = formOf(claim, 'july.txt', 'restored in 52 minutes')
    const july = (await server.request('POST', '/api/v1/evidence', { ...as, form })).json({ evidence: { id: '' } })
    expect(await on('2026-09-02', missedMonth)).toMatchObject({ state: 'open' })
    expect(await on('2026-09-03', missedMonth)).toMatchObject({
      state: 'closed',
      closed: '2026-09-03',
      closing: { type: 'evidence', evidence: july.evidence.id },
    })
    // Nobody drilled in November, and its ten days of grace are over.
    const again = await on('2026-12-11', missedMonth)
    expect(again).toMatchObject({ shows: true, recurrences: 1, since: '2026-12-11' })
  })

  it('the leaver’s account closes with a listing that does not have it, and recurs with the next that does', async () => {
    const listing = await readFile(new URL('iam-credential-report-production-2026-08.csv', access), 'utf8')
    const bytes = listing
      .split('\n')
      .filter((line) => !line.startsWith('jonas.pettifer'))
      .join('\n')
    const proves = { requirement: 'access-removal/account-listing', system: 'cloud-production' }
    const evidence = await record(proves, '2026-09-10', { name: 'credential-report.csv', bytes })
    expect(await on('2026-09-09', leaver)).toMatchObject({ state: 'open', kind: 'failing-check' })
    expect(await on('2026-09-10', leaver)).toMatchObject({ state: 'closed', closing: { type: 'evidence', evidence } })
    expect(await on('2026-09-29', leaver)).toMatchObject({
      state: 'reopened',
      recurrences: 1,
      since: '2026-09-29',
      due: '2026-10-13',
    })
  })

  it('the lapsed report closes with the next one, and recurs when that has lapsed', async () => {
    const newer = {
      type: 'soc2-type2',
      period: { from: '2025-07-01', to: '2026-06-30' },
      issued: '2026-10-15',
      opinion: 'unqualified',
    }
    await change('vendor', 'keepmoor', '2026-10-20', { assurance: [newer] })
    expect(await on('2026-10-19', lapsedReport)).toMatchObject({ state: 'open' })
    expect(await on('2026-10-20', lapsedReport)).toMatchObject({
      state: 'closed',
      closing: { type: 'document', kind: 'vendor', id: 'keepmoor' },
    })
    const later = await on('2027-07-15', lapsedReport)
    expect(later).toMatchObject({ state: 'reopened', kind: 'failing-check', recurrences: 1 })
  })

  it('the unsigned BAA stays one finding until the executed copy is there, and recurs when its term ends', async () => {
    await change('agreement', 'baa-scrivenleaf', '2026-10-12', {
      signed: '2026-10-12',
      term: { from: '2026-05-01', to: '2026-10-25' },
    })
    expect(await on('2026-10-12', unsignedBaa)).toMatchObject({ state: 'open', kind: 'missing-evidence' })
    const proves = { requirement: 'baa-management/executed-baa', vendor: 'scrivenleaf' }
    const evidence = await record(proves, '2026-10-14', { name: 'baa-scrivenleaf.txt', bytes: 'signed by both' })
    expect(await on('2026-10-13', unsignedBaa)).toMatchObject({ state: 'open', since: '2026-05-01' })
    expect(await on('2026-10-14', unsignedBaa)).toMatchObject({
      state: 'closed',
      closing: { type: 'evidence', evidence },
    })
    expect(await on('2026-10-26', unsignedBaa)).toMatchObject({
      state: 'reopened',
      kind: 'failing-check',
      recurrences: 1,
      since: '2026-10-26',
    })
  })
})

describe('the findings that are kept', () => {
  it('are written anew only where something new can have changed them', async () => {
    await server.services.standings.catchUp(organization)
    const before = await kept()
    const { today } = await server.services.standings.catchUp(organization)
    const proves = { requirement: 'restore-test/restore-drill', system: 'clinical-db' }
    await record(proves, today, { name: 'another.txt', bytes: 'restored in 44 minutes' })
    await server.services.standings.catchUp(organization)
    const after = await kept()
    const written = [...after].filter(([id, { made }]) => before.get(id)?.made !== made).map(([id]) => id)
    expect(written).toEqual([missedMonth])
    expect(after.size).toBeGreaterThan(20)
  })

  it('are those of a full recompute after evidence, program and acts changed and midnight passed', async () => {
    let at = new Date()
    const { transactions, catalog, documents, evidence } = server.services
    const parts = { transactions, catalog, checks: makeShelf(checks, compileCheck), documents, evidence }
    const followers = [new FindingIndex(catalog)]
    const standings = new StandingService({ ...parts, followers, release: 'test', now: () => at })
    const compare = async (): Promise<void> => {
      const { today } = await standings.catchUp(organization)
      const unmade = [...(await kept())].map(([id, one]) => [id, { ...one, made: null }] as const)
      expect(new Map(unmade)).toEqual(await recomputed(today))
    }
    const pass = (days: number): unknown => (at = new Date(at.getTime() + days * 24 * 60 * 60 * 1000))
    await compare()
    const { today, program } = await standings.catchUp(organization)
    const now = program.history.on(today)
    const act = async (what: string, json: object): Promise<void> => {
      const reply = await server.request('POST', `/api/v1/findings${what}`, { ...as, json })
      expect(reply.status, reply.text).toBeLessThan(300)
    }
    await act('', { title: 'The fire door stands open.', severity: 'low', control: 'restore-test' })
    await act('/assignments', { findings: [leaver, unsignedBaa], owner: 'wren-kowalczyk' })
    await act('/acceptance-requests', {
      finding: leaver,
      reason: 'The vendor ends it with the contract.',
      compensatingControl: 'The account is watched.',
      expires: addDays(today, 3),
    })
    await compare()
    // Somebody leaves to whom findings were assigned; a backup owner leaves; a control changes hands.
    const leaves = addDays(today, 1)
    for (const id of ['wren-kowalczyk', 'imani-okoro'])
      await documents.record(scope(), 'person', id, today, { ...now.person.get(id), left: leaves })
    await compare()
    pass(1)
    await compare()
    const control = now.control.get('vendor-assurance')
    await documents.record(scope(), 'control', 'vendor-assurance', today, { ...control, owner: 'malik-jefferson' })
    await change('vendor', 'keepmoor', today, { assurance: [] })
    await compare()
    pass(4)
    await compare()
    await record({ requirement: 'restore-test/restore-drill', system: 'clinical-db' }, today, {
      name: 'late.txt',
      bytes: 'restored in 30 minutes',
    })
    await compare()
    pass(30)
    await compare()
  })
})

interface Kept {
  readonly digest: string
  /** The transaction that wrote it; null for one that was computed. */
  readonly made: string | null
  readonly spans: readonly { readonly from: string; readonly item: FindingItem }[]
}

async function kept(): Promise<Map<string, Kept>> {
  const rows = await server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [organization])
    const found = await client.query<{
      finding: string
      digest: string
      made: string
      from: string
      item: FindingItem
    }>(
      'select t.finding, t.digest, t.xmin::text as made, s.from_day::text as from, s.item from finding_trace t left join finding_span s using (organization, finding) order by t.finding, s.from_day',
    )
    await client.query('rollback')
    return found.rows
  })
  return new Map(
    [...Map.groupBy(rows, ({ finding }) => finding)].map(([id, own]) => [
      id,
      {
        digest: own[0]?.digest ?? '',
        made: own[0]?.made ?? null,
        spans: own.flatMap(({ from, item }) => (item === null ? [] : [{ from, item }])),
      },
    ]),
  )
}

/** Every finding from everything that is recorded, by the pure functions alone. */
async function recomputed(today: string): Promise<Map<string, Kept>> {
  const { transactions } = server.services
  return transactions.read({ organization }, async (reader) => {
    const { knowledge, findings } = await gatherFindings(server.services, reader, today, undefined)
    const { history, facts } = knowledge
    const all = findings.map(({ trace, acts }) =>
      followThrough(trace, acts, { today, history, timeZone: facts.timeZone }),
    )
    return new Map(
      all
        .toSorted((a, b) => (a.trace.id < b.trace.id ? -1 : 1))
        .map(({ trace, digest, spans }) => [trace.id, { digest, made: null, spans }]),
    )
  })
}

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PopulationDefinition } from '@evidentia/core'
import { canonicalize, OpenPackage, parseStrictJson } from '@evidentia/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkOrganization } from '../../commands/fsck/fsck.ts'
import { openDatabase } from '../../platform/db/pool.ts'
import { rebuildProjection } from '../../platform/db/projection/rebuild.ts'
import { destroyKey, rotateKey } from '../../platform/keys/change-keys.ts'
import { inviteAs } from '../../testing/invite.ts'
import { dumpOrganization, measure } from '../../testing/snapshot.ts'
import {
  createTestOrganization,
  formOf,
  type RequestOptions,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import type { FreezeView, PopulationView } from './describe.ts'

const evidence = join(import.meta.dirname, '../../../../../examples/ehr-hosting/evidence')

let server: TestServer
let own: TestOrganization
let lena: Awaited<ReturnType<typeof inviteAs>>
const exports: string[] = []

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'drawn')
  lena = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
  // The sample's own tickets. January's export ends a day early, as the sample has it.
  for (const [month, last] of [
    ['01', '30'],
    ['02', '28'],
    ['03', '31'],
  ] as const)
    exports.push(await record(`change/change-tickets-2026-${month}.csv`, `2026-${month}-01`, `2026-${month}-${last}`))
  for (const system of ['database-drawn', 'portal-drawn']) {
    const name = system.startsWith('database') ? 'production' : 'workforce'
    await record(`access/iam-credential-report-${name}-2026-01.csv`, '2026-01-29', '2026-01-29', { system })
  }
  await record('access/hr-roster-2026-01.csv', '2026-01-29', '2026-01-29')
})
afterAll(async () => server.stop())

async function record(
  file: string,
  from: string,
  to: string,
  more: { system?: string; csv?: string; into?: TestOrganization } = {},
) {
  const requirement = more.system === undefined ? 'access-removal/hr-roster' : 'access-removal/account-listing'
  const claim = {
    proves: [{ requirement, ...(more.system === undefined ? {} : { system: more.system }) }],
    effective: { from, to },
    collectedAt: `${to}T22:30:00Z`,
    source: file.startsWith('change/') ? 'Ticketing system' : file.startsWith('access/hr') ? 'HR system' : 'AWS IAM',
    query: `project = CHG AND created >= ${from}`,
  }
  const bytes = more.csv ?? (await readFile(join(evidence, file)))
  const reply = await post('/api/v1/evidence', {
    key: (more.into ?? own).keys.contributor,
    form: formOf(claim, file.split('/')[1]!, bytes),
  })
  return reply.json<{ evidence: { id: string } }>().evidence.id
}

async function post(path: string, options: RequestOptions, status = 201) {
  const reply = await server.request('POST', path, options)
  expect(reply.status, reply.text).toBe(status)
  return reply
}

async function get<T>(path: string, as: RequestOptions = lena.as): Promise<T> {
  const reply = await server.request('GET', `/api/v1${path}`, as)
  expect(reply.status, reply.text).toBe(200)
  return reply.json<T>()
}

function changes(from: string, to: string, more: Partial<PopulationDefinition> = {}): PopulationDefinition {
  return {
    name: 'Changes to production',
    period: { from, to },
    records: {
      type: 'change',
      placedBy: ['implementedAt'],
      exports: 'activity',
      uniqueWithin: 'organization',
      query: { all: [] },
    },
    numbered: true,
    ...more,
  }
}

async function freeze(
  definition: PopulationDefinition,
  supersedes?: string,
  as: RequestOptions = lena.as,
): Promise<FreezeView> {
  return (
    await post('/api/v1/populations', {
      ...as,
      json: { definition, ...(supersedes === undefined ? {} : { supersedes }) },
    })
  ).json<FreezeView>()
}

async function frozen(definition: PopulationDefinition, supersedes?: string): Promise<PopulationView> {
  const { population, problem } = await freeze(definition, supersedes)
  expect(problem).toBeNull()
  return get<PopulationView>(`/populations/${population}`)
}

interface Items {
  readonly items: {
    readonly key: string
    readonly evidence: string
    readonly within: string | null
    readonly body: Record<string, unknown> | null
  }[]
  readonly next: string | null
  readonly total: number
}

describe('freezing the tickets of a quarter', () => {
  it('seals a population with its card: where from, what is open, and hashes of rows anybody can hash again', async () => {
    const view = await frozen(changes('2026-01-01', '2026-03-31'))
    const tickets = await Promise.all(
      ['01', '02', '03'].map(async (month) =>
        readFile(join(evidence, `change/change-tickets-2026-${month}.csv`), 'utf8'),
      ),
    )
    const keys = tickets.flatMap((csv) => [...csv.matchAll(/^(CHG-\d+),/gm)].map(([, key]) => key!))
    expect(view.card).toMatchObject({
      counts: { examined: keys.length, items: keys.length, repeated: 0, outside: 0, undated: 0 },
      exports: { total: 3 },
      coverage: { openDays: 1, gaps: { listed: [{ subject: null, from: '2026-01-31', to: '2026-01-31' }] } },
      systemsOfRecord: { listed: [{ source: 'Ticketing system', exports: 3, records: keys.length }] },
      sequence: { missing: 0 },
      rows: { lines: keys.length },
    })
    expect(view.card.queries.listed).toHaveLength(3)
    expect(view).toMatchObject({ standing: 'not-attested', shared: null, runBy: { name: 'Lena Lead' } })
    expect(view.openPoints).toEqual([
      '1 day of the period is covered by no export.',
      // A column of each file that no importer reads.
      'Importers did not read 3 rows or columns of the exports.',
      'It was not held against a second source.',
    ])

    const rows = await server.request('GET', `/api/v1/populations/${view.id}/files/rows`, lena.as)
    expect(createHash('sha256').update(rows.text).digest('hex')).toBe(view.card.rows.sha256)
    const lines = rows.text.split('\n').slice(0, -1)
    for (const line of lines.slice(0, 5)) expect(canonicalize(parseStrictJson(Buffer.from(line)))).toBe(line)
    const appendix = await server.request('GET', `/api/v1/populations/${view.id}/files/appendix`, lena.as)
    expect(createHash('sha256').update(appendix.text).digest('hex')).toBe(view.card.appendix.sha256)
    expect(appendix.text).toContain('"kind":"uncovered"')

    const first = await get<Items>(`/populations/${view.id}/items?limit=10`)
    const second = await get<Items>(`/populations/${view.id}/items?limit=500&cursor=${first.next}`)
    const items = [...first.items, ...second.items]
    expect([items.map(({ key }) => key), first.total]).toEqual([keys.toSorted(), keys.length])
    expect(items[0]).toMatchObject({ key: keys.toSorted()[0], evidence: exports[0], body: { status: 'Closed' } })
  })

  it('asked again it is the same population, and nothing is sealed but that it was asked', async () => {
    const before = await frozen(changes('2026-02-01', '2026-02-28'))
    const again = await freeze(changes('2026-02-01', '2026-02-28'))
    expect(again).toMatchObject({ population: before.id, isUnchanged: true, state: 'frozen' })
    expect((await get<{ total: number }>('/populations?q=Changes&type=change')).total).toBe(2)
    const other = await freeze(changes('2026-02-01', '2026-02-28', { name: 'Changes, by another name' }))
    expect(other.population).not.toBe(before.id)
  })

  it('is superseded by a new one that names it, once', async () => {
    const short = changes('2026-03-01', '2026-03-31', { name: 'March' })
    const first = await frozen(short)
    const second = await frozen({ ...short, name: 'March, again' }, first.id)
    expect(second.supersedes).toBe(first.id)
    expect((await get<PopulationView>(`/populations/${first.id}`)).supersededBy).toBe(second.id)
    const third = await freeze({ ...short, name: 'March, once more' }, first.id)
    expect(third).toMatchObject({ state: 'failed', problem: expect.stringContaining('superseded by') })
    const nothing = { definition: short, supersedes: `po_${'0'.repeat(20)}` }
    await post('/api/v1/populations', { ...lena.as, json: nothing }, 422)
  })

  it('holds it against another source, and keeps one user name in two systems apart', async () => {
    const base = {
      exports: 'listing',
      placedBy: [],
      query: { all: [{ any: [{ field: 'enabled', is: 'equals', value: true }] }] },
    } as const
    const accounts = await frozen({
      name: 'Accounts',
      period: { from: '2026-01-01', to: '2026-01-29' },
      records: { type: 'account', uniqueWithin: 'subject', ...base, placedBy: [], query: { all: [] } },
      numbered: false,
      reconciliation: {
        with: 'records',
        records: { type: 'person', exports: 'listing', placedBy: [], uniqueWithin: 'organization', query: { all: [] } },
        matchedBy: { here: 'username', there: 'email' },
        ignoreCase: true,
      },
    })
    const { items } = await get<Items>(`/populations/${accounts.id}/items?limit=500`)
    const systems = new Set(items.map(({ within }) => within))
    expect(systems).toEqual(new Set(['system:database-drawn', 'system:portal-drawn']))
    expect(items.filter(({ key }) => key === '<root_account>')).toHaveLength(2)
    const result = accounts.card.reconciliation
    if (result?.with !== 'records') throw new Error('It was held against records.')
    expect(result.inBoth + result.onlyThere.total).toBe(result.there.values)
    expect(result.inBoth + result.onlyHere.total).toBe(result.here.values)
  })

  it('refuses a definition that its records cannot answer, with the place', async () => {
    const bad = changes('2026-01-01', '2026-03-31')
    const query = { all: [{ any: [{ field: 'urgency', is: 'exists' as const, value: true }] }] }
    const json = { definition: { ...bad, records: { ...bad.records, query } } }
    const reply = await post('/api/v1/populations', { ...lena.as, json }, 422)
    expect(reply.json()).toMatchObject({ place: { field: 'definition.records.query.all.0.any.0' } })
  })

  it('previews what a freeze would give, and says what can be asked', async () => {
    const { records, period, numbered } = changes('2026-01-01', '2026-03-31')
    const query = { all: [{ any: [{ field: 'type', is: 'equals' as const, value: 'emergency' }] }] }
    const json = { period, numbered, records: { ...records, query } }
    const preview = (await post('/api/v1/population-previews', { ...lena.as, json }, 200)).json<{
      counts: { items: number; unmatched: number; examined: number }
    }>()
    expect(preview).toMatchObject({ exports: 3, isWhole: true, missing: 0, coverage: { openDays: 1 } })
    expect(preview.counts.items).toBeGreaterThan(0)
    expect(preview.counts.items + preview.counts.unmatched).toBe(preview.counts.examined)
    const { types } = await get<{ types: { type: string; sources: object[]; placedBy: string[] }[] }>('/record-types')
    expect(types.find(({ type }) => type === 'change')).toMatchObject({
      placedBy: ['implementedAt', 'plannedStart'],
      sources: [{ source: 'Ticketing system', exports: 3, from: '2026-01-01', to: '2026-03-31' }],
    })
  })
})

describe('who stands behind a population, and who sees it', () => {
  it('an empty one is unknown until a named person attests that there was nothing', async () => {
    const view = await frozen(changes('2026-05-01', '2026-05-31', { name: 'May' }))
    expect(view).toMatchObject({ standing: 'unknown', items: 0 })
    const path = `/api/v1/populations/${view.id}/attestations`
    const empty = { says: 'empty', sentence: 'The queue was looked through: no change was made in May.' }
    await post(path, { key: own.keys.administrator, json: empty }, 403)
    await post(path, { ...lena.as, json: { ...empty, says: 'complete' } }, 409)
    const attested = (await post(path, { ...lena.as, json: empty })).json<PopulationView>()
    expect(attested).toMatchObject({ standing: 'attested', attestations: [{ says: 'empty', by: 'Lena Lead' }] })
  })

  it('auditors see it once it is shared, and not before', async () => {
    const view = await frozen(changes('2026-01-01', '2026-01-31', { name: 'January' }))
    const auditor = { key: own.keys.auditor }
    const paths = ['', '/items', '/files/rows'].map((path) => `/api/v1/populations/${view.id}${path}`)
    for (const path of paths) expect((await server.request('GET', path, auditor)).status, path).toBe(404)
    expect((await get<Items>('/populations', auditor)).total).toBe(0)
    const shared = (
      await post(`/api/v1/populations/${view.id}/share`, { ...lena.as, json: {} }, 200)
    ).json<PopulationView>()
    expect(shared.shared).toMatchObject({ by: 'Lena Lead' })
    await post(`/api/v1/populations/${view.id}/share`, { ...lena.as, json: {} }, 409)
    for (const path of paths) expect((await server.request('GET', path, auditor)).status, path).toBe(200)
    expect((await get<Items>('/populations', auditor)).total).toBe(1)
    // Its successor is not named to them before it is shared as well.
    await frozen(changes('2026-01-01', '2026-01-31', { name: 'January, again' }), view.id)
    expect((await get<PopulationView>(`/populations/${view.id}`, auditor)).supersededBy).toBeNull()
    expect((await get<PopulationView>(`/populations/${view.id}`)).supersededBy).not.toBeNull()
  })
})

describe('in a package', () => {
  it('is drawn again by the auditor’s command, offline, once it is shared', { timeout: 120_000 }, async () => {
    const shared = await frozen(changes('2026-01-01', '2026-03-31', { name: 'For the auditor' }))
    await post(`/api/v1/populations/${shared.id}/share`, { ...lena.as, json: {} }, 200)
    const kept = await frozen(changes('2026-01-01', '2026-02-28', { name: 'Not for the auditor' }))
    const asked = await post('/api/v1/packages', { key: own.keys.auditor, json: {} })
    const { id } = asked.json<{ id: string }>()
    const auditor = { key: own.keys.auditor }
    await until(
      async () => get<{ state: string }>(`/packages/${id}`, auditor),
      ({ state }) => state === 'ready',
    )
    const response = await fetch(`${server.address}/api/v1/packages/${id}/content`, {
      headers: { authorization: `Bearer ${own.keys.auditor}` },
    })
    const path = join(server.dataFolder, 'package.zip')
    await writeFile(path, Buffer.from(await response.arrayBuffer()))
    const { vkey } = server.services.keys.signerOf(own.organization)
    const command = [join(import.meta.dirname, '../../../../cli/src/main.ts'), 'population', path]
    const drawAgain = (population: string) =>
      spawnSync(process.execPath, [...command, population, '--key', vkey, '--json'], { encoding: 'utf8' })
    const same = drawAgain(shared.id)
    expect([same.status, same.stderr]).toEqual([0, ''])
    expect(JSON.parse(same.stdout)).toMatchObject({ ok: true, drawn: shared.card, runBy: { name: 'Lena Lead' } })
    // Of what was not shared the package has no rows; its entry is part of the log, and so is what it was drawn from.
    await using opened = await OpenPackage.open(path)
    expect(opened.withheld.get(kept.card.rows.sha256)).toBe('A population that was not shared with auditors.')
    expect(drawAgain(kept.id).status).toBe(0)
  })
})

describe('the projection of populations', () => {
  const operator = { type: 'system', id: 'operator', name: 'Operator' } as const

  it('is what log and artifacts give again, housekeeping takes nothing of it, and fsck finds nothing wrong', async () => {
    await frozen(changes('2026-01-01', '2026-03-31'))
    const before = await dumpOrganization(server, own.organization)
    expect(before['population_part']!.length).toBeGreaterThan(5)
    const blobs = await server.installation.blobs.list(own.organization)
    await server.services.evidence.sweep(own.organization, -1)
    expect(await server.installation.blobs.list(own.organization)).toEqual(blobs)
    expect(await inspect()).toMatchObject({ problems: [], unreferenced: 0 })
    await rebuild()
    expect(await dumpOrganization(server, own.organization)).toEqual(before)
  })

  it('names a row that somebody changed', async () => {
    await server.asOwner(async (client) => {
      await client.query("select set_config('app.organization', $1, false)", [own.organization])
      await client.query('alter table population_part no force row level security')
      await client.query(
        `update population_part set rows = rows - 0 where first = 0 and population = (select id from population order by entry limit 1)`,
      )
      await client.query('alter table population_part force row level security')
    })
    const { problems } = await inspect()
    expect(problems).toMatchObject([
      { where: expect.stringContaining('of population_part'), problem: expect.stringContaining('not what was sealed') },
    ])
    await rebuild()
    expect((await inspect()).problems).toEqual([])
  })

  it('outlives the key of its rows as a card, without rows', async () => {
    const view = await frozen(changes('2026-01-01', '2026-03-31'))
    const { blobKeys: keys, blobs } = server.installation
    const parts = { transactions: server.services.transactions, keys, blobs }
    const scope = { organization: own.organization, actor: operator, request: null }
    const old = (await keys.list(own.organization))[0]?.id ?? ''
    await rotateKey(parts, scope, 'contract ended')
    await destroyKey(parts, scope, old, 'contract ended')
    const gone = await server.request('GET', `/api/v1/populations/${view.id}/items`, lena.as)
    expect([gone.status, gone.text.includes('was destroyed')]).toEqual([410, true])
    expect((await get<PopulationView>(`/populations/${view.id}`)).items).toBe(view.items)
    const before = await dumpOrganization(server, own.organization)
    expect(before['population_part']).toEqual([])
    expect((await inspect()).problems).toEqual([])
    await rebuild()
    expect(await dumpOrganization(server, own.organization)).toEqual(before)
    // What is drawn now says that its exports can no longer be read.
    const after = await frozen(changes('2026-01-01', '2026-03-31'))
    expect(after.card).toMatchObject({ gone: 3, counts: { examined: 0 }, coverage: { openDays: 90 } })
    expect(after.openPoints).toContain('The records of 3 exports cannot be read any more.')
  })

  async function inspect() {
    return checkOrganization(server.installation, own.organization, { published: false, pinned: [] })
  }

  async function rebuild(): Promise<void> {
    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await rebuildProjection(owner, server.installation.readDerived)
    await owner.destroy()
  }
})

describe('a freeze that takes longer', () => {
  const many = Array.from(
    { length: 21_000 },
    (_, number) =>
      `BIG-${number},s,normal,Closed,a,b,,c,,,2026-07-${String((number % 28) + 1).padStart(2, '0')}T05:00:00Z,,,,`,
  )
  const header =
    'key,summary,type,status,requester,approver,approved_at,implementer,planned_start,planned_end,implemented_at,systems,rollback_plan,test_evidence,validation_result'
  const july = changes('2026-07-01', '2026-07-31', { name: 'July', numbered: false })
  let big: TestOrganization
  let as: RequestOptions

  beforeAll(async () => {
    big = await createTestOrganization(server, 'big')
    as = { key: big.keys['compliance-lead'] }
    const csv = [header, ...many, ''].join('\n')
    await record('change/july.csv', '2026-07-01', '2026-07-31', { csv, into: big })
  })

  it('goes on after the answer, and can be canceled', async () => {
    const asked = await freeze(july, undefined, as)
    expect(asked.state).toBe('waiting')
    const path = `/api/v1/population-freezes/${asked.id}`
    expect((await server.request('DELETE', path, as)).status).toBe(204)
    expect((await server.request('GET', path, as)).status).toBe(404)
    expect((await get<Items>('/populations', as)).total).toBe(0)
  })

  it('is frozen by the job, and leaves nothing behind', async () => {
    const asked = await freeze(july, undefined, as)
    const done = await until(
      async () => get<FreezeView>(`/population-freezes/${asked.id}`, as),
      ({ state }) => state === 'frozen',
    )
    const view = await get<PopulationView>(`/populations/${done.population}`, as)
    expect(view.card.rows.lines).toBe(21_000)
    const cursor = Buffer.from('p20900').toString('base64url')
    const page = await get<Items>(`/populations/${view.id}/items?limit=500&cursor=${cursor}`, as)
    const keys = many.map((line) => line.split(',')[0]!).toSorted()
    expect([page.items.length, page.next, page.items[0]?.key]).toEqual([100, null, keys[20_900]])
    expect((await measure(server, big.organization))['staged']).toBe(0)
  })
})

async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const value = await read()
    if (isDone(value)) return value
    await new Promise((wait) => setTimeout(wait, 100))
  }
  throw new Error('It did not end in time.')
}

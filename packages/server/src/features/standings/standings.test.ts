import { addDays, assess, dayNumber, evidenceNeedingRecords, makeShelf, type Row } from '@evidentia/core'
import { checks } from '@evidentia/connectors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StandingService } from './service.ts'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let organization: string

beforeAll(async () => {
  server = await startTestServer({ EVIDENTIA_SAMPLE: 'on' })
  const [sample] = await server.services.organizations.listAll()
  organization = sample?.organization ?? ''
  // What follows is counted and held against the kept rows; jobs would follow them at their own time.
  await server.services.stopJobs()
})
afterAll(async () => server.stop())

const scope = () => ({ organization, actor: { type: 'system', id: 'test', name: 'Test' } as const, request: null })

/** The matrix of a day by the pure function, from everything that is recorded. */
async function assessed(asOf: string): Promise<readonly Row[]> {
  const { documents, evidence, transactions, catalog } = server.services
  return transactions.read({ organization }, async (reader) => {
    const items = await evidence.listAll(reader)
    const program = await documents.listAll(reader)
    const needed = evidenceNeedingRecords({ catalog, documents: program, evidence: items, checks })
    const records = await evidence.readRecordsOf(reader, needed)
    return assess({
      catalog,
      documents: program,
      evidence: items,
      events: await evidence.listEvents(reader),
      records: (id) => records.get(id) ?? [],
      checks,
      asOf,
    }).rows
  })
}

async function kept(asOf: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let cursor: string | undefined, next: string | null = ''; next !== null;) {
    const page = await server.services.standings.list(organization, {
      filter: {},
      sort: 'status',
      descends: false,
      asOf,
      cursor,
      limit: 37,
      counted: false,
    })
    rows.push(...page.rows)
    next = page.next
    cursor = next ?? undefined
  }
  return rows
}

const byKey = (rows: readonly Row[]) => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))

async function recordedRows(): Promise<Map<string, string>> {
  return server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [organization])
    const { rows } = await client.query<{ row_key: string; made: string }>(
      'select row_key, xmin::text as made from matrix_row',
    )
    await client.query('rollback')
    return new Map(rows.map(({ row_key, made }) => [row_key, made]))
  })
}

async function expiringOn(day: string): Promise<string[]> {
  return server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [organization])
    const { rows } = await client.query<{ row_key: string }>('select row_key from matrix_row where expires <= $1', [
      dayNumber(day),
    ])
    await client.query('rollback')
    return rows.map(({ row_key }) => row_key)
  })
}

describe('the rows that are kept', () => {
  it('are those of the pure assessment, on every day of the period and page by page', async () => {
    const today = (await server.services.standings.catchUp(organization)).today
    for (const asOf of ['2026-01-01', '2026-02-14', '2026-05-11', '2026-08-01', '2026-10-31', today])
      expect(byKey(await kept(asOf)), asOf).toEqual(byKey(await assessed(asOf)))
  })

  it('come in the order of attention, each once', async () => {
    const rows = await kept('2026-10-31')
    const order = ['failing', 'missing', 'overdue', 'unknown', 'due-soon', 'excepted', 'current', 'not-applicable']
    const places = rows.map((row) => `${order.indexOf(row.status)} ${row.due ?? '~'} ${row.key}`)
    expect(places).toEqual(places.toSorted())
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
  })

  it('are followed anew only where something new can have changed them', async () => {
    const before = await recordedRows()
    const blob = await server.installation.blobs.stage(
      organization,
      (async function* () {
        yield Buffer.from('restored in 41 minutes')
      })(),
      4096,
      'file',
    )
    const today = (await server.services.standings.catchUp(organization)).today
    const claim = {
      proves: [{ requirement: 'restore-test/restore-drill', system: 'clinical-db' }],
      effective: { from: today, to: today },
      collectedAt: new Date().toISOString(),
      source: 'Backup console',
    }
    await server.services.evidence.recordAll(scope(), [
      { name: 'drill.txt', blob, claim, broughtBy: { type: 'folder', id: 'test' } },
    ])
    await server.services.standings.catchUp(organization)
    const after = await recordedRows()
    const changed = [...after].filter(([key, made]) => before.get(key) !== made).map(([key]) => key)
    expect(changed).toEqual(['restore-test/restore-drill@system:clinical-db'])
    expect(byKey(await kept(today))).toEqual(byKey(await assessed(today)))
  })

  it('are followed when midnight passes only where something expires, and stand as the pure assessment says', async () => {
    let at = new Date()
    const { transactions, catalog, documents, evidence } = server.services
    const parts = {
      transactions,
      catalog,
      checks: makeShelf(checks),
      documents,
      evidence,
      release: 'test',
      now: () => at,
    }
    const standings = new StandingService(parts)
    let touched = 0
    for (let night = 0; night < 4; night += 1) {
      const { today } = await standings.catchUp(organization)
      const [before, expiring] = [await recordedRows(), await expiringOn(addDays(today, 1))]
      at = new Date(at.getTime() + 24 * 60 * 60 * 1000)
      await standings.catchUp(organization)
      const after = await recordedRows()
      const changed = [...after].filter(([key, made]) => before.get(key) !== made).map(([key]) => key)
      expect(changed.toSorted()).toEqual(expiring.toSorted())
      touched += changed.length
      expect(after.size).toBeGreaterThan(50)
    }
    expect(touched).toBeLessThan(2 * (await recordedRows()).size)
    const rows: Row[] = []
    const { today } = await standings.catchUp(organization)
    for (let cursor: string | undefined, next: string | null = ''; next !== null;) {
      const page = await standings.list(organization, {
        filter: {},
        sort: 'due',
        descends: true,
        cursor,
        limit: 50,
        counted: false,
      })
      rows.push(...page.rows)
      next = page.next
      cursor = next ?? undefined
    }
    expect(byKey(rows)).toEqual(byKey(await assessed(today)))
  })

  it('follow a change of the program: an owner who leaves, a system that goes, another cadence', async () => {
    const { documents, standings } = server.services
    const { today, program } = await standings.catchUp(organization)
    const now = program.history.on(today)
    const person = now.person.get('tobias-renneker')
    const system = now.system.get('portal-db')
    const control = now.control.get('restore-test')
    expect([person, system, control].every((body) => body !== undefined)).toBe(true)
    await documents.record(scope(), 'person', 'tobias-renneker', today, { ...person, left: today })
    await documents.record(scope(), 'system', 'portal-db', today, { ...system, inService: { to: addDays(today, -1) } })
    const evidence = { ...control?.evidence, 'restore-drill': { cadence: 'every 45 days' } }
    await documents.record(scope(), 'control', 'restore-test', today, { ...control, evidence })
    for (const asOf of ['2026-10-31', today]) expect(byKey(await kept(asOf)), asOf).toEqual(byKey(await assessed(asOf)))
  })

  it('give the same counts of a day, and of every day of a period', async () => {
    const turns = await server.services.standings.listTurns(organization, {}, '2026-03-01', '2026-10-31')
    for (const asOf of ['2026-03-01', '2026-06-30', '2026-10-31']) {
      const sums = new Map<string, number>()
      for (const { status, day, change } of turns) if (day <= asOf) sums.set(status, (sums.get(status) ?? 0) + change)
      const counts = new Map(
        Map.groupBy(await assessed(asOf), (row) => row.status)
          .entries()
          .map(([s, rows]) => [s, rows.length]),
      )
      expect(new Map([...sums].filter(([, count]) => count !== 0)), asOf).toEqual(counts)
    }
  })
})

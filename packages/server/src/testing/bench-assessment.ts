import { addDays, makeShelf, programOn, type RecordType, type Sourced, type SourcedRecord } from '@evidentia/core'
import { checks, compileCheck } from '@evidentia/connectors'
import pg from 'pg'
import { StandingService } from '../features/standings/service.ts'
import { readVersion } from '../version.ts'
import {
  addEvidence,
  fillEvidence,
  fillRecords,
  firstNight,
  type Load,
  recordExceptions,
  recordProgram,
  rowsOfNight,
  writeControls,
} from './assessment-load.ts'
import { makeOwnCatalog } from './own-catalog.ts'
import { createTestOrganization, startTestServer, type TestOrganization, type TestServer } from './test-server.ts'

const large: Load = { controls: 300, systems: 1000, evidence: 1_000_000 }
const small: Load = { controls: 300, systems: 10, evidence: 10_000 }
const asOf = '2026-07-01'
const readers = 20
const requestsOfEach = 10

await serve()

/** The server whose assessment is measured, in a process of its own: it is told what to do, and answers with seconds. */
async function serve(): Promise<void> {
  if (process.send === undefined) throw new Error('The bench starts this; it is of no use alone.')
  const catalog = await makeOwnCatalog()
  await writeControls(catalog.folder, large.controls)
  const server = await startTestServer({ EVIDENTIA_CATALOG: catalog.folder })
  await server.services.stopJobs()
  const client = new pg.Client({ connectionString: server.installation.addresses.owner })
  await client.connect()
  const organizations = {
    large: await createTestOrganization(server, 'large'),
    small: await createTestOrganization(server, 'small'),
  }
  for (const [name, load] of [
    ['large', large],
    ['small', small],
  ] as const) {
    await recordProgram(server, organizations[name], load)
    await recordExceptions(server, organizations[name])
    await fillEvidence(client, organizations[name].organization, load)
  }
  await fillRecords(client, organizations.large.organization, 1_000_000, 100_000)
  const built = await seconds(
    async () => void (await server.services.standings.catchUp(organizations.large.organization)),
  )
  await server.services.standings.catchUp(organizations.small.organization)
  await client.query('vacuum analyze matrix_row')
  const works = makeWorks(server, client, organizations)
  const stop = async (): Promise<void> => {
    await client.end()
    await server.stop()
    await catalog.remove()
  }
  process.on('disconnect', () => void stop().finally(() => process.exit(1)))
  process.on('message', (told: { readonly work: string }) => {
    void (async () => {
      if (told.work === 'stop') {
        await stop()
        process.exit(0)
      }
      process.send?.(await works[told.work]?.())
    })()
  })
  process.send({ built, rows: large.controls * large.systems })
}

interface Answer {
  readonly seconds: number
  readonly megabytes?: number
}

function makeWorks(
  server: TestServer,
  client: pg.Client,
  { large: own, small: other }: { readonly large: TestOrganization; readonly small: TestOrganization },
): Readonly<Record<string, () => Promise<Answer>>> {
  const { standings, evidence, transactions } = server.services
  let asked = 0
  const timed = async (work: () => Promise<unknown>): Promise<Answer> => {
    const taken = await seconds(work)
    return { seconds: taken, megabytes: process.memoryUsage().rss / 1e6 }
  }
  const night = makeNight(server)
  const query = async (text: string, values: readonly unknown[]): Promise<number> => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [own.organization])
    const { rowCount } = await client.query(text, [...values])
    await client.query('commit')
    return rowCount ?? 0
  }
  const newRow = async ({ organization }: TestOrganization): Promise<Answer> => {
    asked += 1
    const id = `ev_${'f'.repeat(12)}${String(asked).padStart(8, '0')}`
    const system = `s-${asked % 10}`
    await addEvidence(client, organization, id, system)
    return timed(async () => {
      const filter = { controls: ['bench-0'], system }
      const page = await standings.list(organization, {
        filter,
        sort: 'status',
        descends: false,
        cursor: undefined,
        limit: 1,
        counted: false,
      })
      if (page.rows[0]?.lastEvidence?.id !== id) throw new Error('The row does not show its newest evidence.')
    })
  }
  return {
    // A day not asked before, so that no kept answer is measured.
    matrix: async () => {
      asked += 1
      const day = `2026-07-${String(1 + (asked % 28)).padStart(2, '0')}`
      return timed(async () => standings.standOn(own.organization, day))
    },
    scan: async () =>
      timed(async () =>
        query(
          `select control, count(*), count(*) filter (where newest < $2) from (
             select p.control, p.requirement, p.system, max(e.effective_to) as newest, count(*)
             from evidence e join evidence_proof p on p.organization = e.organization and p.evidence = e.id
             where e.organization = $1 and e.effective_from <= $2 group by 1, 2, 3) as cell group by 1`,
          [own.organization, asOf],
        ),
      ),
    newRowLarge: async () => newRow(own),
    newRowSmall: async () => newRow(other),
    leavers: async () =>
      timed(async () => {
        const [accounts, roster] = [`ev_${'0'.repeat(20)}`, `ev_${'1'.padStart(20, '0')}`]
        const records = await transactions.read(own, async (reader) =>
          evidence.readRecordsOf(reader, [accounts, roster]),
        )
        const only = <T extends RecordType>(id: string, type: T): readonly Sourced<T>[] =>
          (records.get(id) ?? []).filter(
            (record): record is Extract<SourcedRecord, { type: T }> => record.type === type,
          )
        const check = checks.find(({ id }) => id === 'leaver-accounts-disabled')
        const result = check?.evaluate({
          subject: { kind: 'organization' },
          program: () => programOn([], asOf),
          asOf,
          timeZone: 'UTC',
          parameters: {},
          populations: [],
          joined: [],
          population: (type) => only(accounts, type),
          newest: (type) => only(roster, type),
          history: () => [],
        })
        if (result?.items.length !== 1_000_000) throw new Error('Not every account was judged.')
      }),
    antiJoin: async () =>
      timed(async () => {
        const count = await query(
          `with person as (select lower(body->>'email') as email, bool_and((body->>'terminated')::date <= $2) as has_left
             from record where organization = $1 and type = 'person' group by 1)
           select a.key, a.line, case when not (a.body->>'enabled')::boolean then 'met' when p.email is null then 'unknown'
             when p.has_left then 'not-met' else 'met' end as verdict, a.body->>'username' as value
           from record a left join person p on p.email = lower(a.body->>'username')
           where a.organization = $1 and a.type = 'account' order by a.ordinal`,
          [own.organization, asOf],
        )
        if (count !== 1_000_000) throw new Error('Not every account was judged.')
      }),
    nightLarge: async () => timedNight(night, own),
    nightSmall: async () => timedNight(night, other),
    /** The 95th percentile of page requests over HTTP by twenty readers at once, each at a place of its own. */
    pages: async () => {
      const times: number[] = []
      const read = async (query: string): Promise<string | null> => {
        const started = performance.now()
        const reply = await server.request('GET', `/api/v1/matrix?limit=100&${query}`, { key: own.keys.auditor })
        times.push((performance.now() - started) / 1000)
        if (reply.status !== 200) throw new Error(reply.text)
        return reply.json<{ next: string | null }>().next
      }
      await Promise.all(
        Array.from({ length: readers }, async (_, reader) => {
          let next: string | null = null
          for (let n = 0; n < requestsOfEach; n += 1)
            next = await read(
              next === null ? `system=s-${reader * 37 + n}` : `cursor=${next}&system=s-${reader * 37 + n - 1}`,
            )
        }),
      )
      times.sort((a, b) => a - b)
      return { seconds: times[Math.floor(times.length * 0.95)] ?? 0, megabytes: process.memoryUsage().rss / 1e6 }
    },
  }
}

type Night = (organization: string) => Promise<{ readonly seconds: number; readonly rows: number }>

/** Lets one more midnight pass for an organization, by a clock of its own. The days before the first night are not measured. */
function makeNight(server: TestServer): Night {
  const { transactions, catalog, documents, evidence } = server.services
  const passed = new Map<string, number>()
  let at = ''
  let followed = 0
  const standings = new StandingService({
    transactions,
    catalog,
    checks: makeShelf(checks, compileCheck),
    documents,
    evidence,
    release: readVersion(),
    followers: [{ followRows: async (_db, _organization, rows) => void (followed += rows.length) }],
    now: () => new Date(`${at}T12:00:00Z`),
  })
  return async (organization) => {
    const before = passed.get(organization) ?? 0
    if (before === 0) {
      at = firstNight
      await standings.catchUp(organization)
    }
    passed.set(organization, before + 1)
    followed = 0
    at = addDays(firstNight, before + 1)
    const taken = await seconds(async () => void (await standings.catchUp(organization)))
    return { seconds: taken, rows: followed }
  }
}

async function timedNight(night: Night, { organization }: TestOrganization): Promise<Answer> {
  const { seconds: taken, rows } = await night(organization)
  if (rows !== rowsOfNight) throw new Error(`${rowsOfNight} rows turn in this night; ${rows} were followed.`)
  return { seconds: taken, megabytes: process.memoryUsage().rss / 1e6 }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

import { type Collected, collect, connectors, createContext } from '@evidentia/connectors'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/test-server.ts'

// A database to be read: a schema of its own in the PostgreSQL that runs for this test.

let server: TestServer
const mapping = {
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['number'] },
    name: { columns: ['name'] },
    email: { columns: ['mail'] },
    status: { columns: ['state'], words: { A: 'active', T: 'terminated' } },
    terminated: { columns: ['left_on'] },
  },
}

beforeAll(async () => {
  server = await startTestServer()
  await server.asOwner(async (client) => {
    await client.query(`create schema hr`)
    await client.query(
      `create table hr.people as select n as number, 'Person ' || n as name, 'p' || n || '@acme.example' as mail,
         case when n % 10 = 0 then 'T' else 'A' end as state, case when n % 10 = 0 then date '2026-05-31' end as left_on
       from generate_series(1, 1234) n`,
    )
    await client.query(`create role hr_reader login password 'a-password-that-stays'`)
    await client.query(`grant usage on schema hr to hr_reader`)
    await client.query(`grant select on hr.people to hr_reader`)
    await client.query(`create table hr.salaries (amount integer)`)
  })
})
afterAll(async () => server.stop())

async function run(
  query: string,
  secret = 'a-password-that-stays',
  isAllowed = true,
): Promise<Collected & { artifact: string }> {
  const collector = connectors.find(({ id }) => id === 'sql')?.collector
  if (collector === undefined) return expect.unreachable('there is no such collector')
  const url = new URL(server.installation.addresses.owner)
  const [host, port] = [url.hostname === '' ? '127.0.0.1' : url.hostname, Number(url.port)]
  const database = url.pathname.slice(1)
  const settings = { host, port, database, user: 'hr_reader', tls: false, query, mapping }
  const chunks: Uint8Array[] = []
  const collected = await collect({
    connector: 'sql',
    collector,
    dataset: 'rows',
    connected: { settings: collector.settings.parse(settings), secrets: { password: secret } },
    context: createContext({ allowedHosts: isAllowed ? [host] : [], signal: new AbortController().signal }),
    write: (chunk) => void chunks.push(chunk),
  })
  return { ...collected, artifact: Buffer.concat(chunks).toString() }
}

it('gives every row, some at a time, days as days', async () => {
  const { failure, counts, artifact } = await run('select * from hr.people order by number')
  expect(failure).toBeNull()
  expect(counts).toEqual({ rows: 3 })
  const { replies } = JSON.parse(artifact) as { replies: { body: { columns: string[]; rows: string[][] } }[] }
  expect(replies.flatMap(({ body }) => body.rows)).toHaveLength(1234)
  expect(replies[0]?.body.rows[9]).toEqual(['10', 'Person 10', 'p10@acme.example', 'T', '2026-05-31'])
})

it.each([
  ['delete from hr.people', 'malformed'],
  ['select 1; delete from hr.people', 'malformed'],
  [`select * from hr.people for update`, 'permission|not-allowed'],
  ['with gone as (delete from hr.people returning 1) select * from gone', 'malformed|permission|not-allowed'],
  [`select nextval('hr.none')`, 'malformed'],
  ['select * from hr.salaries', 'permission'],
])('reads only: %s', async (query, kinds) => {
  const { failure } = await run(query)
  expect(failure?.kind, JSON.stringify(failure)).toMatch(new RegExp(`^(?:${kinds})$`))
  const left = await server.asOwner(async (client) => client.query(`select count(*)::int as left from hr.people`))
  expect(left.rows).toEqual([{ left: 1234 }])
})

it('says that the password is wrong, and goes to no private host unless it is allowed', async () => {
  const wrong = await run('select 1 as number', 'wrong-password')
  expect(wrong.failure).toMatchObject({ kind: 'credentials' })
  expect((await run('select 1 as number', 'a-password-that-stays', false)).failure).toMatchObject({
    kind: 'not-allowed',
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../testing/test-server.ts'
import { listNeededLocks } from './apply-locks.ts'

let server: TestServer
let own: TestOrganization
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'locked')
})
afterAll(async () => server.stop())

async function record(name: string): Promise<string> {
  const form = formOf(claimFor(own), name, `the content of ${name}`)
  const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ evidence: { artifact: { sha256: string } } }>().evidence.artifact.sha256
}

async function listLocked(): Promise<string[]> {
  const { transactions } = server.services
  const needed = await transactions.read(own, async (reader) => listNeededLocks(reader, 'UTC'))
  return [...needed.keys()].toSorted()
}

it('asks for a lock on what must be kept, and passes over an entry whose date was changed to nonsense', async () => {
  const [kept, changed] = [await record('kept.txt'), await record('changed.txt')]
  expect(await listLocked()).toEqual([kept, changed].toSorted())
  await server.asOwner(async (client) => {
    await client.query('begin')
    await client.query("select set_config('app.organization', $1, true)", [own.organization])
    await client.query(
      `update log_entry set body = convert_to(regexp_replace(convert_from(body, 'UTF8'), '"to":"[^"]+"', '"to":"someday"'), 'UTF8')
       where index = (select entry from evidence where artifact_sha256 = $1)`,
      [changed],
    )
    await client.query('commit')
  })
  expect(await listLocked()).toEqual([kept])
})

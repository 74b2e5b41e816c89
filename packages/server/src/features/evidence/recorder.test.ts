import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measure } from '../../testing/snapshot.ts'
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

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'own')
})
afterAll(async () => server.stop())

async function record(name: string, details: object = {}) {
  const form = formOf({ ...claimFor(own), ...details }, name, `content of ${name}`)
  const reply = await server.request('POST', '/api/v1/evidence', { key: own.keys.contributor, form })
  return { status: reply.status, body: reply.json<{ evidence: { id: string }; receipt: { entry: number } }>() }
}

describe('callers that are sealed together', () => {
  it('are refused alone, also when it is the database’s text that refuses one of them', async () => {
    const before = await measure(server, own.organization)
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, async (_, at) =>
        record(`together-${at}.txt`, at === 7 ? { note: 'a NUL \u0000 inside' } : {}),
      ),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map((_, at) => (at === 7 ? 422 : 201)))
    const entries = outcomes.filter(({ status }) => status === 201).map(({ body }) => body.receipt.entry)
    expect(new Set(entries).size).toBe(23)
    const after = await measure(server, own.organization)
    expect(after['evidence']).toBe((before['evidence'] ?? 0) + 23)
    expect(after['blobs']).toBe((before['blobs'] ?? 0) + 23)
    expect(after['staged']).toBe(0)
  })

  it('correct the same evidence at once, and one of them is heard', async () => {
    const { body } = await record('wrong.txt')
    const correction = { supersedes: body.evidence.id, reason: 'It was the wrong file.' }
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => record(`correction-${at}.txt`, correction)),
    )
    expect(outcomes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409])
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'overview')
})
afterAll(async () => server.stop())

interface Overview {
  readonly asOf: string
  readonly summary: Readonly<Record<string, number>>
  readonly organization: unknown
  readonly dueSoon: readonly { readonly key: string; readonly due: string | null }[]
  readonly dueSoonTotal: number
  readonly evidenceTotal: number
  readonly logSize: number
}

async function read(query: string): Promise<Overview> {
  const reply = await server.request('GET', `/api/v1/overview?${query}`, { key: own.keys.auditor })
  expect(reply.status, reply.text).toBe(200)
  return reply.json<Overview>()
}

/** All but the findings, which have a list and tests of their own. */
function rowsAndTotals({ dueSoon, ...rest }: Overview) {
  const { summary, asOf, organization, dueSoonTotal, evidenceTotal, logSize } = rest
  const inOrder = dueSoon.toSorted((a, b) => `${a.due} ${a.key}`.localeCompare(`${b.due} ${b.key}`))
  return { summary, asOf, organization, dueSoonTotal, evidenceTotal, logSize, inOrder }
}

describe('the overview', () => {
  // What is known at an instant far ahead is all there is, and makes the assessment be computed from the facts alone.
  it.each(['2026-10-31', '2026-07-15', '2026-02-01'])(
    'says on %s from the rows kept what the facts say',
    async (asOf) => {
      const kept = await read(`asOf=${asOf}`)
      const computed = await read(`asOf=${asOf}&knownAt=2099-01-01T00:00:00Z`)
      expect(Object.values(kept.summary).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
      expect(rowsAndTotals(kept)).toEqual(rowsAndTotals(computed))
    },
  )
})

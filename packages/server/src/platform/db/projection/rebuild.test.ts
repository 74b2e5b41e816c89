import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpOrganization } from '../../../testing/snapshot.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../../testing/test-server.ts'
import { openDatabase } from '../pool.ts'
import { rebuildProjection } from './rebuild.ts'

const report = new URL('../../../../../connectors/src/aws-iam/fixtures/report.csv', import.meta.url)

let server: TestServer
let a: TestOrganization
let b: TestOrganization

beforeAll(async () => {
  server = await startTestServer()
  a = await createTestOrganization(server, 'a')
  b = await createTestOrganization(server, 'b')
})
afterAll(async () => server.stop())

describe('rebuild', () => {
  it('recreates every organization table from log and blobs, row for row and column for column', async () => {
    const administrator = { key: a.keys.administrator }
    const cloud = { id: 'cloud-a', name: 'Cloud', kind: 'cloud-account', environment: 'production', sensitivity: 'phi' }
    await server.request('PUT', '/api/v1/documents/system/cloud-a', {
      ...administrator,
      json: { effective: '2026-01-01', body: { ...cloud, criticality: 'high', internetFacing: true } },
    })
    const claim = { ...claimFor(a), proves: [{ requirement: 'access-removal/account-listing', system: 'cloud-a' }] }
    await server.request('POST', '/api/v1/evidence', {
      ...administrator,
      form: formOf(claim, 'report.csv', await readFile(report)),
    })
    await server.request('POST', '/api/v1/evidence', {
      ...administrator,
      form: formOf(claimFor(a), 'drill.txt', 'restored in 41 minutes'),
    })
    const { id } = (await server.request('GET', '/api/v1/api-keys', administrator))
      .json<{ items: { id: string; name: string }[] }>()
      .items.find(({ name }) => name === 'customer')!
    await server.request('DELETE', `/api/v1/api-keys/${id}`, administrator)
    const invited = await server.request('POST', '/api/v1/members', {
      ...administrator,
      json: { name: 'Somebody', email: 'somebody@a.example', role: 'auditor' },
    })
    const second = await server.request('POST', '/api/v1/members', {
      ...administrator,
      json: { name: 'Leaver', email: 'leaver@a.example', role: 'executive' },
    })
    expect(invited.status).toBe(201)
    await server.request(
      'DELETE',
      `/api/v1/members/${second.json<{ member: { user: string } }>().member.user}`,
      administrator,
    )
    await server.request('PUT', '/api/v1/documents/vendor/vendor-a', {
      ...administrator,
      json: { effective: '2026-05-01', body: null },
    })

    const scope = {
      organization: a.organization,
      actor: { type: 'system' as const, id: 'test', name: 'Test' },
      request: null,
    }
    await server.services.transactions.write(scope, async (writer) => {
      await writer.seal('policy-acknowledged', { policy: 'sanctions', sha256: 'a'.repeat(64), person: 'person-a' })
      await writer.seal('incident-noted', {
        incident: `in_${'a'.repeat(20)}`,
        what: 'event',
        text: 'A word about an incident.',
        occurred: '2026-05-01T12:00:00Z',
      })
      await writer.seal('finding-commented', { finding: 'raised:a', text: 'A word about a finding.' })
    })

    // What the job would seal at some moment of this test.
    await server.services.checkResults.seal(a.organization)
    await server.services.checkResults.seal(b.organization)
    const before = {
      a: await dumpOrganization(server, a.organization),
      b: await dumpOrganization(server, b.organization),
    }
    expect(before.a['record']?.length).toBeGreaterThan(0)
    expect(before.a['member']).toHaveLength(2)
    expect(before.a['policy_acknowledgment']).toHaveLength(1)
    expect(before.a['finding_act']).toHaveLength(1)
    expect(before.a['incident_act']).toHaveLength(1)
    expect(before.a['check_result']).toHaveLength(1)

    const owner = openDatabase(server.installation.addresses.owner, 1, () => undefined)
    await owner.transaction().execute(async (tx) => {
      // A row nobody sealed, and one that is not what was sealed: neither survives.
      await sql`select set_config('app.organization', ${a.organization}, true)`.execute(tx)
      await tx.updateTable('member').set({ role: 'administrator' }).execute()
    })
    expect(await dumpOrganization(server, a.organization)).not.toEqual(before.a)
    await rebuildProjection(owner, server.installation.readDerived)
    await owner.destroy()

    expect(await dumpOrganization(server, a.organization)).toEqual(before.a)
    expect(await dumpOrganization(server, b.organization)).toEqual(before.b)
  })
})

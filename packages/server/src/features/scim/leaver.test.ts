import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectProvider, type ScimProvider } from '../../testing/scim-provider.ts'
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
let provider: ScimProvider

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const roster = `employee_id,first_name,last_name,work_email,job_title,department,manager_id,employment_status,hire_date,termination_date
E-100,Ada,North,ada.north@lakeside.example,Platform engineer,Infrastructure,E-090,active,2024-01-08,
E-101,Ben,Okafor,ben.okafor@lakeside.example,Interface analyst,Interfaces,E-090,terminated,2025-03-10,2026-06-12
`

beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'acme')
  const directory = {
    id: 'directory',
    name: 'Directory',
    kind: 'identity-provider',
    environment: 'production',
    sensitivity: 'confidential',
    criticality: 'critical',
    internetFacing: true,
    owner: 'person-acme',
  }
  const recorded = await server.request('PUT', '/api/v1/documents/system/directory', {
    key: own.keys.administrator,
    json: { effective: '2026-01-01', body: directory },
  })
  expect(recorded.status, recorded.text).toBe(200)
  provider = await connectProvider(server, own, 'staff', 'directory')
})
afterAll(async () => server.stop())

async function push(userName: string, employeeNumber: string): Promise<string> {
  const made = await provider.send('POST', '/Users', { userName, active: true, [enterprise]: { employeeNumber } })
  expect(made.status, made.text).toBe(201)
  return String(made.body['id'])
}

async function answerAfterSnapshot(): Promise<unknown> {
  const key = own.keys.administrator
  const taken = await server.request('POST', '/api/v1/scim-directories/staff/snapshots', { key, json: {} })
  expect(taken.status, taken.text).toBe(201)
  await server.services.checkResults.seal(own.organization)
  const listed = await server.request('GET', '/api/v1/check-results?check=leaver-accounts-disabled', { key })
  return listed.json<{ items: unknown[] }>().items[0]
}

it('shows a leaver who is still let in, and that he no longer is', async () => {
  const today = new Date().toISOString().slice(0, 10)
  const claim = {
    ...claimFor(own),
    proves: [{ requirement: 'access-removal/hr-roster' }],
    effective: { from: today, to: today },
    collectedAt: new Date().toISOString(),
  }
  const brought = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf(claim, 'roster.csv', roster),
  })
  expect(brought.status, brought.text).toBe(201)
  await push('ada.north', 'E-100')
  const ben = await push('ben.okafor', 'E-101')
  expect(await answerAfterSnapshot()).toMatchObject({ verdict: 'not-met', counts: { 'not-met': 1 } })
  const disabled = await provider.send('PATCH', `/Users/${ben}`, {
    Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
  })
  expect(disabled.status, disabled.text).toBe(200)
  expect(await answerAfterSnapshot()).toMatchObject({ verdict: 'met' })
})

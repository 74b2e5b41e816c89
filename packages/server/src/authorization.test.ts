import { contracts, permissionMatrix, type Permission, type Role, roles } from '@evidentia/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectProvider } from './testing/scim-provider.ts'
import {
  batchOf,
  claimFor,
  createTestOrganization,
  formOf,
  type RequestOptions,
  signIn,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from './testing/test-server.ts'

const canary = 'canary-7f3a9e51'

/** What to send to an operation so that nothing but authorization can refuse it. */
interface Probe {
  readonly params?: Record<string, string>
  readonly query?: string
  readonly options?: (own: TestOrganization) => RequestOptions
  /** Statuses that say the caller was let in: done, or refused for what was sent. */
  readonly reached?: readonly number[]
}

const scimParams = { organization: 'a', directory: 'directory-a', resources: 'Users', resource: 'none' }
const noResult = { result: `re_${'0'.repeat(20)}` }

let server: TestServer
let a: TestOrganization
let b: TestOrganization
let evidenceId = ''
let population = ''
let incident = ''

/** One line per operation. An operation of the API without a line fails the test below. */
function probes(): Readonly<Record<string, Probe>> {
  const known = { evidence: evidenceId }
  return {
    readSession: {},
    redeemLink: { options: () => ({ json: { token: 'x'.repeat(43) } }), reached: [410] },
    signIn: { options: () => ({ json: { email: 'nobody@nowhere.example', password: 'wrong' } }), reached: [401] },
    beginPasskeySignIn: {},
    finishPasskeySignIn: { options: () => ({ json: { challenge: 'x', response: {} } }), reached: [410] },
    signOut: { reached: [204] },
    setPassword: { options: () => ({ json: { password: 'a long enough password' } }) },
    beginTotp: {},
    confirmTotp: { options: () => ({ json: { code: '000000' } }), reached: [422] },
    beginPasskey: {},
    addPasskey: { options: () => ({ json: { challenge: 'x', name: 'key', response: {} } }), reached: [410] },
    listSessions: {},
    endSession: { params: { session: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    createOrganization: { options: () => ({ json: { slug: 'x' } }), reached: [422] },
    removeSample: { reached: [409] },
    listMembers: {},
    inviteMember: { options: () => ({ json: { name: '', email: 'x', role: 'auditor' } }), reached: [422] },
    removeMember: { params: { user: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    listApiKeys: {},
    issueApiKey: { options: () => ({ json: { name: '', role: 'auditor' } }), reached: [422] },
    revokeApiKey: { params: { key: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    listDocuments: { query: 'kind=system' },
    readDocument: { params: { kind: 'system', id: 'database-a' } },
    recordDocument: {
      params: { kind: 'system', id: 'database-a' },
      options: () => ({ json: { effective: 'never', body: null } }),
      reached: [422],
    },
    readOverview: {},
    listMatrix: {},
    listPeriod: { query: 'from=2026-01-01&to=2026-10-31' },
    listForecast: {},
    readReadiness: { query: 'from=2026-01-01&to=2026-10-31' },
    listDifferences: { query: `asOf=${new Date().toISOString().slice(0, 10)}&knownAt=2100-01-01T00:00:00Z` },
    listFindings: {},
    readFinding: { params: { finding: 'gap:restore-test/restore-drill@system:database-a' } },
    raiseFinding: { options: () => ({ json: { title: '', severity: 'low' } }), reached: [422] },
    assignFindings: { options: () => ({ json: { findings: [], owner: 'x' } }), reached: [422] },
    startFindings: { options: () => ({ json: { findings: [] } }), reached: [422] },
    readyFindings: { options: () => ({ json: { findings: [] } }), reached: [422] },
    commentFindings: { options: () => ({ json: { findings: [], text: 'x' } }), reached: [422] },
    verifyFinding: { options: () => ({ json: { finding: 'x' } }), reached: [422] },
    requestRiskAcceptance: { options: () => ({ json: { finding: 'x' } }), reached: [422] },
    acceptRisk: { options: () => ({ json: { finding: 'x' } }), reached: [422] },
    listIncidents: {},
    openIncident: { options: () => ({ json: { title: '' } }), reached: [422] },
    readIncident: { params: { incident } },
    listIncidentActs: { params: { incident } },
    recordIncidentAct: { params: { incident }, options: () => ({ json: { kind: 'none' } }), reached: [422] },
    decideBreach: { params: { incident }, options: () => ({ json: { party: '' } }), reached: [422] },
    secondBreach: { params: { incident }, options: () => ({ json: { party: '' } }), reached: [422] },
    listControls: {},
    readControl: { params: { control: 'restore-test' } },
    listFrameworks: {},
    readFramework: { params: { framework: 'tsc-2017' } },
    readRequirement: { params: { framework: 'tsc-2017', requirement: 'CC6.1' } },
    listCrosswalk: {},
    previewEdition: { params: { framework: 'tsc-2017' } },
    previewUpgrade: { params: { control: 'restore-test' } },
    listDecisions: {},
    listPolicyTemplates: {},
    readPolicyTemplate: { params: { template: 'sanctions' } },
    listPolicies: {},
    readPolicy: { params: { policy: 'policy-a' } },
    draftPolicy: { params: { policy: 'policy-a' }, options: () => ({ json: { title: '' } }), reached: [422] },
    approvePolicy: { params: { policy: 'policy-a' }, options: () => ({ json: { sha256: '' } }), reached: [422] },
    acknowledgePolicy: { params: { policy: 'policy-a' }, options: () => ({ json: { sha256: '' } }), reached: [422] },
    listAcknowledgments: { params: { policy: 'policy-a' } },
    readPolicyPdf: { params: { policy: 'policy-a', sha256: '0'.repeat(64) }, reached: [404] },
    listPlaybooks: {},
    readPlaybook: { params: { template: 'ransomware' } },
    listQuestionnaires: {},
    readQuestionnaire: { params: { template: 'vendor-phi' } },
    listWorkloadTemplates: {},
    readWorkloadTemplate: { params: { template: 'ehr-hosting' } },
    exportMatrix: { params: { format: 'csv' } },
    exportCrosswalk: { params: { format: 'csv' } },
    exportOscal: { params: { model: 'assessment-results' } },
    listChecks: {},
    readCheck: { params: { check: 'none' }, reached: [404] },
    tryCheck: { options: () => ({ json: { definition: 'none' } }), reached: [422] },
    listCheckResults: {},
    readCheckResult: { params: noResult, reached: [404] },
    listResultItems: { params: noResult, reached: [404] },
    readResultFile: { params: noResult, reached: [404] },
    inspectFile: { options: () => ({ form: formOf({}, 'drill.txt', 'a drill') }) },
    readMappable: {},
    previewMapping: { options: () => ({ form: formOf({}, 'people.csv', 'name\nAda\n') }) },
    recordEvidence: {
      options: (own) => ({ form: formOf(claimFor(own), 'drill.txt', 'a drill') }),
      reached: [200, 201],
    },
    recordEvidenceBatch: {
      options: (own) => ({ form: batchOf([{ claim: claimFor(own), name: 'drill.txt', bytes: 'a drill' }]) }),
      reached: [200, 201],
    },
    makeWebhookSecret: { params: { webhook: 'webhook-a' }, options: () => ({ json: {} }) },
    receiveWebhook: { params: { organization: 'a', webhook: 'webhook-a' }, reached: [401] },
    listMailboxes: {},
    listScimDirectories: {},
    makeScimToken: { params: { directory: 'directory-a' }, options: () => ({ json: {} }) },
    takeScimSnapshot: { params: { directory: 'directory-a' }, options: () => ({ json: {} }), reached: [409] },
    queryScimResources: { params: scimParams },
    createScimResource: { params: scimParams, reached: [400] },
    readScimResource: { params: scimParams, reached: [404] },
    replaceScimResource: { params: scimParams, reached: [400] },
    changeScimResource: { params: scimParams, reached: [400] },
    removeScimResource: { params: scimParams, reached: [404] },
    listConnectors: {},
    previewConnection: {
      params: { connector: 'aws' },
      options: () => ({ json: { settings: {}, datasets: [] } }),
      reached: [422],
    },
    listConnections: {},
    readConnection: { params: { connection: 'connection-a' } },
    setConnectionSecrets: {
      params: { connection: 'connection-a' },
      options: () => ({ json: { secrets: 'none' } }),
      reached: [422],
    },
    // Without its secrets nothing can be collected.
    collectNow: { params: { connection: 'connection-a' }, reached: [409] },
    listCollections: { params: { connection: 'connection-a' } },
    cancelCollection: {
      params: { connection: 'connection-a', run: '00000000-0000-4000-8000-000000000000' },
      reached: [404],
    },
    listEvidence: {},
    readEvidence: { params: known },
    readReceipt: { params: known },
    listRecords: { params: known },
    readArtifact: { params: known },
    reviewEvidence: { params: known, options: () => ({ json: { outcome: 'rejected', note: '' } }), reached: [422] },
    acceptEvidence: { params: known, options: () => ({ json: { note: '' } }), reached: [422] },
    placeHold: { params: known, options: () => ({ json: { reason: '' } }), reached: [422] },
    liftHold: {
      params: { ...known, hold: '00000000-0000-4000-8000-000000000000' },
      options: () => ({ json: { reason: '' } }),
      reached: [422],
    },
    requestDisposal: { params: known, options: () => ({ json: { reason: '' } }), reached: [422] },
    approveDisposal: { params: known, options: () => ({ json: { at: 'once' } }), reached: [422] },
    readCheckpoint: {},
    readLogKeys: {},
    readPublishedCheckpoint: { params: { organization: 'a' } },
    readTimeStamp: { params: { organization: 'a' }, reached: [404] },
    readTile: { params: { organization: 'a', tile: 'entries/000.p/1' } },
    listEntries: {},
    readEntryReceipt: { params: { entry: '0' } },
    makePackage: { options: () => ({ json: { frameworks: ['no-such-framework'] } }), reached: [422] },
    listPackages: {},
    readPackage: { params: { package: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    readPackageContent: { params: { package: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    removePackage: { params: { package: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    readRecordTypes: {},
    previewPopulation: { options: () => ({ json: { period: 'never' } }), reached: [422] },
    freezePopulation: { options: () => ({ json: { definition: {} } }), reached: [422] },
    listFreezes: {},
    readFreeze: { params: { freeze: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    cancelFreeze: { params: { freeze: '00000000-0000-4000-8000-000000000000' }, reached: [404] },
    listPopulations: {},
    readPopulation: { params: { population } },
    listPopulationItems: { params: { population } },
    readPopulationFile: { params: { population, file: 'rows' } },
    attestPopulation: { params: { population }, options: () => ({ json: { says: 'maybe' } }), reached: [422] },
    sharePopulation: { params: { population }, options: () => ({ json: { with: 'all' } }), reached: [422] },
  }
}

/** What everybody's catalog has, and exports, whose address names a format. */
const namesNothingForeign = [
  'readControl',
  'readFramework',
  'readRequirement',
  'previewEdition',
  'previewUpgrade',
  'previewConnection',
  'readPolicyTemplate',
  'readPlaybook',
  'readQuestionnaire',
  'readWorkloadTemplate',
  'exportMatrix',
  'exportCrosswalk',
  'exportOscal',
  // Every log has an entry 0.
  'readEntryReceipt',
]

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly access: string
}

let operations: Operation[] = []

beforeAll(async () => {
  server = await startTestServer()
  a = await createTestOrganization(server, 'a', canary)
  b = await createTestOrganization(server, 'b')
  const recorded = await server.request('POST', '/api/v1/evidence', {
    key: a.keys.contributor,
    form: formOf(claimFor(a), `${canary}.txt`, canary),
  })
  evidenceId = recorded.json<{ evidence: { id: string } }>().evidence.id
  const drafted = await server.request('POST', '/api/v1/policies/policy-a/drafts', {
    key: a.keys.administrator,
    json: {
      effective: '2026-01-01',
      title: `Policy ${canary}`,
      owner: 'person-a',
      author: 'person-a',
      reviewMonths: 12,
      controls: [],
      from: { type: 'text', text: canary },
    },
  })
  expect(drafted.status, drafted.text).toBe(201)
  population = await sharePopulation()
  await server.request('PUT', '/api/v1/documents/person/person-b', {
    key: a.keys.administrator,
    json: { effective: '2026-01-01', body: { id: 'person-b', name: 'Person B', email: 'person-b@a.example' } },
  })
  const opened = await server.request('POST', '/api/v1/incidents', {
    key: a.keys.administrator,
    json: {
      title: `Incident ${canary}`,
      type: 'other',
      severity: 'low',
      exercise: false,
      commander: 'person-a',
      backup: 'person-b',
      detected: '2026-03-01T12:00:00Z',
    },
  })
  expect(opened.status, opened.text).toBe(201)
  ;({ incident } = opened.json<{ incident: string }>())
  const connected = await server.request('PUT', '/api/v1/documents/connection/connection-a', {
    key: a.keys.administrator,
    json: {
      effective: '2026-01-01',
      body: {
        id: 'connection-a',
        name: `Cloud ${canary}`,
        connector: 'aws',
        settings: { regions: ['us-east-1'], account: '123456789012' },
        schedule: 'daily',
        owner: 'person-a',
        feeds: [{ dataset: 'keys', proves: [{ requirement: 'restore-test/restore-drill', system: 'database-a' }] }],
      },
    },
  })
  expect(connected.status, connected.text).toBe(200)
  for (const [kind, body] of [
    ['webhook', { id: 'webhook-a', name: `Webhook ${canary}`, kind: 'standard' }],
    ['mailbox', { id: 'mailbox-a', name: `Mailbox ${canary}`, senders: ['@backup.example'] }],
    ['scim-directory', { id: 'directory-a', name: `Directory ${canary}` }],
  ] as const) {
    const proves = [{ requirement: 'restore-test/restore-drill', system: 'database-a' }]
    const made = await server.request('PUT', `/api/v1/documents/${kind}/${body.id}`, {
      key: a.keys.administrator,
      json: { effective: '2026-01-01', body: { ...body, source: 'Source', proves, owner: 'person-a' } },
    })
    expect(made.status, made.text).toBe(200)
  }
  const document = (await server.request('GET', '/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, { operationId: string; 'x-permission': string }>>
  }>()
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, 'x-permission': access }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      access,
    })),
  )
})

afterAll(async () => server.stop())

/** A population of the first organization that auditors see. */
async function sharePopulation(): Promise<string> {
  const lead = { key: a.keys['compliance-lead'] }
  const records = { type: 'change', placedBy: [], exports: 'listing', uniqueWithin: 'organization', query: { all: [] } }
  const period = { from: '2026-01-01', to: '2026-01-31' }
  const definition = { name: `Changes ${canary}`, period, records, numbered: false }
  const frozen = await server.request('POST', '/api/v1/populations', { ...lead, json: { definition } })
  expect(frozen.status, frozen.text).toBe(201)
  const { population: id } = frozen.json<{ population: string }>()
  const shared = await server.request('POST', `/api/v1/populations/${id}/share`, { ...lead, json: {} })
  expect(shared.status, shared.text).toBe(200)
  return id
}

async function attempt(operation: Operation, as: RequestOptions, own: TestOrganization) {
  const probe = probes()[operation.id] ?? {}
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => probe.params?.[name] ?? name)
  const query = probe.query === undefined ? '' : `?${probe.query}`
  return server.request(operation.method, `${path}${query}`, { ...probe.options?.(own), ...as })
}

function reachedStatuses(id: string): readonly number[] {
  return probes()[id]?.reached ?? [200, 201, 204]
}

function scoped(): Operation[] {
  return operations.filter(({ access }) => !['public', 'signed-in', 'directory-token'].includes(access))
}

describe('every operation of the OpenAPI document', () => {
  it('is one of the contracts, and has a probe here', () => {
    expect(operations.map(({ id }) => id).toSorted()).toEqual(Object.keys(contracts).toSorted())
    expect(Object.keys(probes()).toSorted()).toEqual(Object.keys(contracts).toSorted())
  })

  it('holds the permission matrix in both directions, for every role', async () => {
    const wrong: string[] = []
    for (const operation of scoped()) {
      for (const role of roles) {
        const { status } = await attempt(operation, { key: a.keys[role] }, a)
        const allowed = permits(role, operation.access)
        const held = allowed ? reachedStatuses(operation.id).includes(status) : status === 403
        if (!held)
          wrong.push(`${operation.id} as ${role}: ${status}, ${allowed ? 'should be let in' : 'should be refused'}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('answers 401 to nobody, and to keys that are malformed, unknown, revoked or expired', async () => {
    const scope = {
      organization: a.organization,
      actor: { type: 'system' as const, id: 'test', name: 'Test' },
      request: null,
    }
    const revoked = await server.services.apiKeys.issue(scope, {
      name: 'revoked',
      role: 'administrator',
      expires: null,
    })
    await server.services.apiKeys.revoke(scope, revoked.key.id)
    const expired = await server.services.apiKeys.issue(scope, {
      name: 'expired',
      role: 'administrator',
      expires: new Date(Date.now() + 150).toISOString(),
    })
    await new Promise((done) => setTimeout(done, 200))
    const unknown = `ek_${'0'.repeat(32)}_${'A'.repeat(43)}`
    const wrong: string[] = []
    for (const operation of operations.filter(({ access }) => access !== 'public' && access !== 'directory-token')) {
      const nobody = await attempt(operation, { headers: { origin: server.address } }, a)
      if (nobody.status !== 401) wrong.push(`${operation.id} as nobody: ${nobody.status}`)
      for (const key of ['nonsense', unknown, revoked.secret, expired.secret, a.keys.administrator.slice(0, -1)]) {
        const { status } = await attempt(operation, { key }, a)
        if (status !== 401) wrong.push(`${operation.id} with ${key.slice(0, 12)}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('is 404 for a member of another organization who names this one, and gives away no byte of it', async () => {
    const wrong: string[] = []
    for (const operation of scoped()) {
      const asMember = await attempt(operation, { cookie: b.cookie, organization: a.slug }, a)
      const asKey = await attempt(operation, { key: b.keys.administrator, organization: a.slug }, a)
      const nowhere = await attempt(operation, { cookie: b.cookie, organization: 'no-such-organization' }, a)
      for (const [who, reply] of [
        ['member', asMember],
        ['key', asKey],
        ['nowhere', nowhere],
      ] as const) {
        if (reply.status !== 404) wrong.push(`${operation.id} as ${who}: ${reply.status}`)
        if (reply.text.includes(canary)) wrong.push(`${operation.id} as ${who} leaks`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('never shows another organization’s objects inside one’s own, whatever ids are named', async () => {
    const wrong: string[] = []
    for (const operation of scoped().filter(({ id }) => id !== 'removeSample')) {
      for (const role of roles) {
        const reply = await attempt(operation, { key: b.keys[role] }, a)
        if (reply.text.includes(canary)) wrong.push(`${operation.id} as ${role} leaks`)
        if (
          reply.status < 300 &&
          probes()[operation.id]?.params !== undefined &&
          !namesNothingForeign.includes(operation.id)
        ) {
          wrong.push(`${operation.id} as ${role} found a foreign id: ${reply.status}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('opens a SCIM directory to the bearer of its token, and to nobody by any other right', async () => {
    const elsewhere = await connectProvider(server, b, 'directory-b')
    const { token } = await connectProvider(server, a, 'directory-a')
    const wrong: string[] = []
    const own = operations.filter(({ access }) => access === 'directory-token')
    expect(own.length).toBeGreaterThan(5)
    for (const operation of own) {
      for (const [who, as] of [
        ['nobody', {}],
        ['a token of another organization', { key: elsewhere.token }],
        ['a token that is none', { key: `${token}x` }],
        ['a key of the organization', { key: a.keys.administrator }],
        ['a member', { cookie: a.cookie, organization: a.slug, headers: { origin: server.address } }],
      ] as const) {
        const reply = await attempt(operation, as, a)
        if (reply.status !== 401) wrong.push(`${operation.id} as ${who}: ${reply.status}`)
        if (reply.text.includes(canary)) wrong.push(`${operation.id} as ${who} leaks`)
      }
      const { status } = await attempt(operation, { key: token }, a)
      if (!reachedStatuses(operation.id).includes(status)) wrong.push(`${operation.id} with its token: ${status}`)
    }
    expect(wrong).toEqual([])
  })

  it('lets a signed-in person at their own account, and an API key at none', async () => {
    const wrong: string[] = []
    for (const operation of operations.filter(({ access }) => access === 'signed-in')) {
      const link = await server.services.session.createLink(a.account, 60_000)
      const person = await attempt(operation, { cookie: await signIn(server, link) }, a)
      if (!reachedStatuses(operation.id).includes(person.status))
        wrong.push(`${operation.id} as a person: ${person.status} ${person.text}`)
      const key = await attempt(operation, { key: a.keys.administrator }, a)
      if (key.status !== 403) wrong.push(`${operation.id} as a key: ${key.status}`)
    }
    expect(wrong).toEqual([])
  })
})

function permits(role: Role, access: string): boolean {
  return permissionMatrix[role].includes(access as Permission)
}

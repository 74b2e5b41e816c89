import { createHmac, randomUUID } from 'node:crypto'
import { type Contract, contracts, type OperationId } from '@evidentia/core'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inviteAs } from '../../testing/invite.ts'
import { createAuthenticator } from '../../testing/software-authenticator.ts'
import { connectProvider } from '../../testing/scim-provider.ts'
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
} from '../../testing/test-server.ts'

/** How an operation is done in earnest, and the fact that must be sealed then. */
interface Deed {
  readonly fact: string
  readonly params?: Record<string, string>
  readonly send?: RequestOptions
  /** As whom; by default an administrator's API key. */
  readonly as?: RequestOptions
  /** In whose log; by default in that of the organization of this test. */
  readonly inLogOf?: string
}

/** Every write and every read of content that seals nothing when it is done, and why. Nothing else may. */
const unsealed: { readonly [id: string]: string } = {
  readSession: 'says who is signed in; changes nothing',
  beginPasskeySignIn: 'hands out a random challenge; changes nothing anybody relies on',
  beginTotp: 'a seed that counts only once confirmTotp, which is sealed, confirms it',
  beginPasskey: 'hands out a random challenge; the passkey itself is sealed by addPasskey',
  listSessions: 'a person reads where they are signed in themselves',
  inspectFile: 'says what a file would give that somebody holds in their hands; keeps nothing of it',
  previewMapping: 'says what a mapping would make of a table that somebody holds in their hands; keeps nothing of it',
  previewConnection: 'says what would be read with some settings; asks nobody and keeps nothing',
  previewPopulation: 'counts records of evidence; hands out no record and keeps nothing',
  createScimResource: 'durable, and sealed with every request when the snapshot is taken',
  replaceScimResource: 'durable, and sealed with every request when the snapshot is taken',
  changeScimResource: 'durable, and sealed with every request when the snapshot is taken',
  removeScimResource: 'durable, and sealed with every request when the snapshot is taken',
  removeSample: 'removes a sample together with its log; refused for anything but a sample',
}

/** Reads that hand out no evidence: what they show is the log itself, or computed from what its entries hold. */
const reads = [
  'listMembers',
  'listApiKeys',
  'listDocuments',
  'readDocument',
  'readOverview',
  'listMatrix',
  'listPeriod',
  'listForecast',
  'readReadiness',
  'listDifferences',
  'listFindings',
  'readFinding',
  'listIncidents',
  'readIncident',
  'listIncidentActs',
  'listControls',
  'readControl',
  'listFrameworks',
  'readFramework',
  'readRequirement',
  'listCrosswalk',
  'previewEdition',
  'previewUpgrade',
  'listDecisions',
  'listPolicyTemplates',
  'readPolicyTemplate',
  'listPolicies',
  'readPolicy',
  'listAcknowledgments',
  'readPolicyPdf',
  'listPlaybooks',
  'readPlaybook',
  'listQuestionnaires',
  'readQuestionnaire',
  'listWorkloadTemplates',
  'readWorkloadTemplate',
  'listChecks',
  'readCheck',
  'listCheckResults',
  'readCheckResult',
  'readMappable',
  'listScimDirectories',
  // By the provider itself, of what it pushed; which it read is sealed with the snapshot.
  'queryScimResources',
  'readScimResource',
  'listConnectors',
  'listConnections',
  'readConnection',
  'listCollections',
  'listEvidence',
  'readEvidence',
  'readReceipt',
  'readCheckpoint',
  'readLogKeys',
  'readPublishedCheckpoint',
  'readTimeStamp',
  'readTile',
  'listEntries',
  'readEntryReceipt',
  'listPackages',
  'readPackage',
  'readRecordTypes',
  'listFreezes',
  'listMailboxes',
  'readFreeze',
  'listPopulations',
  'readPopulation',
] as const satisfies readonly OperationId[]

let server: TestServer
let own: TestOrganization
let lena: Awaited<ReturnType<typeof inviteAs>>
let laptop: ReturnType<typeof createAuthenticator> | undefined
/** Of a time whose six years are over. */
const longAgo = { effective: { from: '2018-03-01', to: '2018-03-31' }, collectedAt: '2018-03-31T12:00:00Z' }
beforeAll(async () => {
  server = await startTestServer()
  own = await createTestOrganization(server, 'covered')
  lena = await inviteAs(server, own, 'compliance-lead', 'Lena Lead')
})
afterAll(async () => server.stop())

const all: readonly Contract[] = Object.values(contracts)

function isScoped({ access }: Contract): boolean {
  return access !== 'public' && access !== 'signed-in' && access !== 'directory-token'
}

async function record(content: string, more: object = {}): Promise<string> {
  const reply = await server.request('POST', '/api/v1/evidence', {
    key: own.keys.contributor,
    form: formOf({ ...claimFor(own), ...more }, `${content}.txt`, content),
  })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ evidence: { id: string } }>().evidence.id
}

async function attempt({ method, path }: Contract, params: Record<string, string>, options: RequestOptions) {
  const filled = path.replaceAll(/\{\+?(\w+)\}/g, (_, name: string) => params[name] ?? randomUUID())
  return server.request(method, `/api/v1${filled}`, options)
}

interface Entry {
  readonly index: number
  readonly kind: string
  readonly predicate: {
    readonly actor: { readonly id: string; readonly address?: string }
    readonly request: string | null
    readonly fact: Record<string, unknown>
  }
}

async function entriesSince(index: number, organization = own.organization): Promise<Entry[]> {
  return server.services.transactions.read({ organization }, async ({ db }) => {
    const rows = await db
      .selectFrom('log_entry')
      .select(['index', 'body'])
      .where('organization', '=', organization)
      .where('index', '>=', index)
      .orderBy('index')
      .execute()
    return rows.map((row) => {
      const { predicateType, predicate } = JSON.parse(row.body.toString('utf8'))
      return { index: row.index, kind: String(predicateType).split(':')[3] ?? '', predicate }
    })
  })
}

async function size(): Promise<number> {
  return (await entriesSince(0)).length
}

async function waitForPackage(id: string): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    const reply = await server.request('GET', `/api/v1/packages/${id}`, { key: own.keys.auditor })
    if (reply.json<{ state: string }>().state === 'ready') return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('The package was not made in time.')
}

/** What is done, one line for each operation that is neither a read nor on the list above. Made when its turn comes. */
const deeds: { readonly [id: string]: () => Promise<Deed> } = {
  redeemLink: async () => ({
    fact: 'signed-in',
    as: {},
    send: { json: { token: await server.services.session.createLink(own.account, 60_000) } },
  }),
  setPassword: async () => ({
    fact: 'credential-changed',
    as: { cookie: await freshCookie() },
    send: { json: { password: 'a long enough password' } },
  }),
  signIn: async () => ({
    fact: 'signed-in',
    as: {},
    send: { json: { email: 'person@covered.example', password: 'a long enough password' } },
  }),
  signOut: async () => ({ fact: 'signed-out', as: { cookie: await freshCookie() } }),
  endSession: async () => {
    const cookie = await freshCookie()
    const listed = await server.request('GET', '/api/v1/account/sessions', { cookie })
    const session = listed.json<{ items: { id: string }[] }>().items[0]?.id ?? ''
    return { fact: 'signed-out', as: { cookie }, params: { session } }
  },
  inviteMember: async () => ({
    fact: 'member-changed',
    send: { json: { name: 'New', email: 'new@covered.example', role: 'executive' } },
  }),
  removeMember: async () => {
    const listed = await server.request('GET', '/api/v1/members', { key: own.keys.administrator })
    const user = listed.json<{ items: { user: string; name: string }[] }>().items.find(({ name }) => name === 'New')
    return { fact: 'member-changed', params: { user: user?.user ?? '' } }
  },
  issueApiKey: async () => ({ fact: 'api-key-issued', send: { json: { name: 'pipeline', role: 'contributor' } } }),
  revokeApiKey: async () => {
    const issued = await server.request('POST', '/api/v1/api-keys', {
      key: own.keys.administrator,
      json: { name: 'short-lived', role: 'contributor' },
    })
    return { fact: 'api-key-revoked', params: { key: issued.json<{ key: { id: string } }>().key.id } }
  },
  recordDocument: async () => ({
    fact: 'document-recorded',
    params: { kind: 'vendor', id: 'vendor-covered' },
    send: {
      json: {
        effective: '2026-02-01',
        body: { id: 'vendor-covered', name: 'Vendor', service: 'Hosting', touches: ['phi'], tier: 'critical' },
      },
    },
  }),
  recordEvidence: async () => ({
    fact: 'evidence-recorded',
    send: { form: formOf(claimFor(own), 'drill.txt', 'a drill') },
  }),
  recordEvidenceBatch: async () => ({
    fact: 'evidence-recorded',
    send: { form: batchOf([{ claim: claimFor(own), name: 'batch.txt', bytes: 'one of a batch' }]) },
  }),
  listRecords: async () => ({ fact: 'evidence-read', params: { evidence: await record('records') } }),
  readArtifact: async () => ({ fact: 'evidence-read', params: { evidence: await record('artifact') } }),
  tryCheck: async () => ({
    fact: 'evidence-read',
    send: { json: { definition: ownCheck, evidence: await record('tried') } },
  }),
  listResultItems: async () => ({ fact: 'check-result-read', params: { result: await sealResult() } }),
  readResultFile: async () => ({ fact: 'check-result-read', params: { result: await sealResult() } }),
  reviewEvidence: async () => ({
    fact: 'evidence-reviewed',
    as: lena.as,
    params: { evidence: await record('review') },
    send: { json: { outcome: 'accepted', note: 'As it should be.' } },
  }),
  acceptEvidence: async () => {
    const evidence = await record('accept')
    const json = { outcome: 'accepted', note: 'As it should be.' }
    await server.request('POST', `/api/v1/evidence/${evidence}/review`, { ...lena.as, json })
    const auditor = await inviteAs(server, own, 'auditor', 'Ada Auditor')
    return { fact: 'evidence-accepted', as: auditor.as, params: { evidence }, send: { json: {} } }
  },
  raiseFinding: async () => ({ fact: 'finding-raised', send: { json: raised() } }),
  assignFindings: async () => ({
    fact: 'finding-assigned',
    send: { json: { findings: [await raise()], owner: 'person-covered' } },
  }),
  startFindings: async () => ({ fact: 'finding-started', send: { json: { findings: [await raise()] } } }),
  readyFindings: async () => ({ fact: 'finding-ready', send: { json: { findings: [await raise()] } } }),
  commentFindings: async () => ({
    fact: 'finding-commented',
    send: { json: { findings: [await raise()], text: 'Seen.' } },
  }),
  verifyFinding: async () => ({
    fact: 'finding-verified',
    as: lena.as,
    send: { json: { finding: await raise(), evidence: await record('verify'), note: 'Shut.' } },
  }),
  requestRiskAcceptance: async () => ({
    fact: 'risk-acceptance-requested',
    as: lena.as,
    send: { json: riskOf(await raise()) },
  }),
  acceptRisk: async () => {
    const finding = await raise()
    const mike = await inviteAs(server, own, 'compliance-lead', 'Mike Manager')
    const asked = await server.request('POST', '/api/v1/findings/acceptance-requests', {
      ...mike.as,
      json: riskOf(finding),
    })
    const request = asked.json<{ entry: number }>().entry
    return { fact: 'risk-accepted', as: lena.as, send: { json: { finding, request } } }
  },
  openIncident: async () => ({ fact: 'incident-opened', send: { json: await opening() } }),
  recordIncidentAct: async () => ({
    fact: 'incident-noted',
    params: { incident: await openIncident() },
    send: { json: { kind: 'incident-noted', what: 'event', text: 'Seen.', occurred: '2026-03-01T12:00:00Z' } },
  }),
  decideBreach: async () => ({
    fact: 'breach-decided',
    as: await administrator(),
    params: { incident: await assess() },
    send: { json: breach },
  }),
  secondBreach: async () => {
    const incident = await assess()
    const path = `/api/v1/incidents/${incident}/breach-decisions`
    await server.request('POST', path, { ...(await administrator()), json: breach })
    return { fact: 'breach-seconded', as: lena.as, params: { incident }, send: { json: breach } }
  },
  placeHold: async () => ({
    fact: 'legal-hold-placed',
    as: lena.as,
    params: { evidence: await record('hold') },
    send: { json: { reason: 'Litigation, matter 12.' } },
  }),
  liftHold: async () => {
    const evidence = await record('lift')
    const path = `/api/v1/evidence/${evidence}/holds`
    const held = await server.request('POST', path, { ...lena.as, json: { reason: 'Litigation, matter 13.' } })
    const hold = held.json<{ holds: { hold: string }[] }>().holds[0]?.hold ?? ''
    return {
      fact: 'legal-hold-lifted',
      as: lena.as,
      params: { evidence, hold },
      send: { json: { reason: 'Settled.' } },
    }
  },
  requestDisposal: async () => ({
    fact: 'disposal-requested',
    as: lena.as,
    params: { evidence: await record('ask', longAgo) },
    send: { json: { reason: 'Six years are over.' } },
  }),
  approveDisposal: async () => {
    const evidence = await record('approve', longAgo)
    const json = { reason: 'Six years are over.' }
    await server.request('POST', `/api/v1/evidence/${evidence}/disposal`, { ...lena.as, json })
    const mark = await inviteAs(server, own, 'compliance-lead', 'Mark Manager')
    return { fact: 'disposal-approved', as: mark.as, params: { evidence }, send: { json: {} } }
  },
  confirmTotp: async () => {
    const { as } = await inviteAs(server, own, 'executive', 'Cody Codes')
    const begun = await server.request('POST', '/api/v1/account/totp', as)
    const code = generateSync({ secret: begun.json<{ secret: string }>().secret })
    return { fact: 'credential-changed', as, send: { json: { code } } }
  },
  addPasskey: async () => {
    const as = { cookie: await freshCookie() }
    const begun = await server.request('POST', '/api/v1/account/passkeys/options', as)
    const { challenge, options } = begun.json<Ceremony>()
    const response = authenticator().register(options.challenge)
    return { fact: 'credential-changed', as, send: { json: { challenge, name: 'Laptop', response } } }
  },
  finishPasskeySignIn: async () => {
    const begun = await server.request('POST', '/api/v1/session/passkey/options')
    const { challenge, options } = begun.json<Ceremony>()
    const response = authenticator().signIn(options.challenge)
    return { fact: 'signed-in', as: {}, send: { json: { challenge, response } } }
  },
  createOrganization: async () => ({
    fact: 'organization-created',
    as: { cookie: await freshCookie() },
    inLogOf: 'second',
    send: {
      json: {
        slug: 'second',
        name: 'Second',
        timeZone: 'UTC',
        observationPeriod: { from: '2026-01-01', to: '2026-12-31' },
        frameworks: ['tsc-2017'],
        person: { name: 'Person covered', email: 'person@covered.example' },
      },
    },
  }),
  draftPolicy: async () => ({
    fact: 'document-recorded',
    params: { policy: 'covered' },
    send: { json: policyText() },
  }),
  approvePolicy: async () => {
    const { sha256 } = await draftPolicy('approved')
    return {
      fact: 'document-recorded',
      as: lena.as,
      params: { policy: 'approved' },
      send: { json: { sha256, effective: today } },
    }
  },
  acknowledgePolicy: async () => {
    const { sha256 } = await draftPolicy('acknowledged')
    const json = { sha256, effective: today }
    await server.request('POST', '/api/v1/policies/acknowledged/approvals', { ...lena.as, json })
    return {
      fact: 'policy-acknowledged',
      as: lena.as,
      params: { policy: 'acknowledged' },
      send: { json: { sha256 } },
    }
  },
  exportMatrix: async () => ({ fact: 'exported', params: { format: 'csv' } }),
  exportCrosswalk: async () => ({ fact: 'exported', params: { format: 'xlsx' } }),
  exportOscal: async () => ({ fact: 'exported', params: { model: 'catalog' } }),
  setConnectionSecrets: async () => ({
    fact: 'connection-secrets-set',
    params: { connection: await connect() },
    send: { json: { secrets: { accessKeyId: 'AKIAEXAMPLE' } } },
  }),
  makeWebhookSecret: async () => ({
    fact: 'webhook-secret-made',
    params: { webhook: await hook() },
    send: { json: {} },
  }),
  receiveWebhook: async () => {
    const webhook = await hook()
    const key = own.keys.administrator
    const made = await server.request('POST', `/api/v1/webhooks/${webhook}/secret`, { key, json: {} })
    const { secret } = made.json<{ secret: string }>()
    const signature = createHmac('sha256', secret).update('{}').digest('hex')
    return {
      fact: 'evidence-recorded',
      params: { organization: 'covered', webhook },
      send: { json: {}, headers: { 'x-hub-signature-256': `sha256=${signature}`, 'x-github-delivery': webhook } },
      as: {},
    }
  },
  makeScimToken: async () => ({
    fact: 'scim-token-made',
    params: { directory: await pushInto() },
    send: { json: {} },
  }),
  takeScimSnapshot: async () => ({
    fact: 'evidence-recorded',
    params: { directory: await pushInto() },
    send: { json: {} },
  }),
  collectNow: async () => ({ fact: 'collection-asked', params: { connection: await connect() } }),
  cancelCollection: async () => {
    const connection = await connect()
    const asked = await server.request('POST', `/api/v1/connections/${connection}/runs`, {
      key: own.keys.administrator,
      json: {},
    })
    return { fact: 'collection-stopped', params: { connection, run: asked.json<{ run: string }>().run } }
  },
  makePackage: async () => ({ fact: 'package-requested', send: { json: {} } }),
  readPackageContent: async () => {
    const asked = await server.request('POST', '/api/v1/packages', { key: own.keys.auditor, json: {} })
    const { id } = asked.json<{ id: string }>()
    await waitForPackage(id)
    return { fact: 'package-read', params: { package: id } }
  },
  removePackage: async () => {
    const asked = await server.request('POST', '/api/v1/packages', { key: own.keys.auditor, json: {} })
    return { fact: 'package-removed', params: { package: asked.json<{ id: string }>().id } }
  },
  freezePopulation: async () => ({
    fact: 'population-frozen',
    as: lena.as,
    send: { json: { definition: definition() } },
  }),
  cancelFreeze: async () => ({ fact: 'population-not-frozen', params: { freeze: await askForFreeze() } }),
  listPopulationItems: async () => ({ fact: 'population-read', params: { population: await freeze() } }),
  readPopulationFile: async () => ({
    fact: 'population-read',
    params: { population: await freeze(), file: 'appendix' },
  }),
  attestPopulation: async () => ({
    fact: 'population-attested',
    as: lena.as,
    params: { population: await freeze() },
    send: { json: { says: 'empty', sentence: 'There was no change in January.' } },
  }),
  sharePopulation: async () => ({
    fact: 'population-shared',
    params: { population: await freeze() },
    send: { json: {} },
  }),
}

const ownCheck = {
  id: 'accounts-are-enabled',
  version: 1,
  title: 'Accounts are enabled',
  asserts: 'Every account of the listing is enabled.',
  population: 'account',
  expression: 'record.enabled',
  value: 'enabled',
}

async function hook(): Promise<string> {
  const id = `hook-${randomUUID()}`
  const proves = [{ requirement: 'restore-test/restore-drill', system: 'database-covered' }]
  const body = { id, name: 'Hook', kind: 'github', source: 'GitHub', proves, owner: 'person-covered' }
  const json = { effective: '2026-01-01', body }
  const recorded = await server.request('PUT', `/api/v1/documents/webhook/${id}`, { key: own.keys.administrator, json })
  expect(recorded.status, recorded.text).toBe(200)
  return id
}

/** A SCIM directory into which one user was pushed. */
async function pushInto(): Promise<string> {
  const id = `directory-${randomUUID()}`
  const provider = await connectProvider(server, own, id)
  const pushed = await provider.send('POST', '/Users', { userName: 'one', active: true })
  expect(pushed.status, pushed.text).toBe(201)
  return id
}

/** A connection with its secrets, which nobody collects: its jobs come at their own time, and it goes nowhere. */
async function connect(): Promise<string> {
  const key = own.keys.administrator
  const id = `aws-${randomUUID()}`
  const body = {
    id,
    name: 'Cloud',
    connector: 'aws',
    settings: { regions: ['us-east-1'], account: '123456789012', endpoint: 'https://192.0.2.1' },
    schedule: 'paused',
    owner: 'person-covered',
    feeds: [{ dataset: 'keys', proves: [{ requirement: 'restore-test/restore-drill', system: 'database-covered' }] }],
  }
  const recorded = await server.request('PUT', `/api/v1/documents/connection/${id}`, {
    key,
    json: { effective: '2026-01-01', body },
  })
  expect(recorded.status, recorded.text).toBe(200)
  const set = await server.request('PUT', `/api/v1/connections/${id}/secrets`, {
    key,
    json: { secrets: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' } },
  })
  expect(set.status, set.text).toBe(204)
  return id
}

/** A result of a check over the programme: a vendor that holds PHI has no agreement. */
async function sealResult(): Promise<string> {
  const key = own.keys.administrator
  const body = { id: 'baa-management', version: 1, adopted: '2026-01-01', owner: 'person-covered' }
  await server.request('PUT', '/api/v1/documents/control/baa-management', {
    key,
    json: { effective: '2026-01-01', body },
  })
  await server.services.checkResults.seal(own.organization)
  const listed = await server.request('GET', '/api/v1/check-results?check=baa-in-force', { key })
  return listed.json<{ items: { id: string }[] }>().items[0]?.id ?? ''
}

const today = new Date().toISOString().slice(0, 10)

/** An empty population, each of its own. */
function definition() {
  const records = { type: 'change', placedBy: [], exports: 'listing', uniqueWithin: 'organization', query: { all: [] } }
  const period = { from: '2026-01-01', to: '2026-01-31' }
  return { name: `Changes ${randomUUID()}`, period, records, numbered: false }
}

async function freeze(): Promise<string> {
  const asked = await server.request('POST', '/api/v1/populations', { ...lena.as, json: { definition: definition() } })
  expect(asked.status, asked.text).toBe(201)
  return asked.json<{ population: string }>().population
}

/** A freeze that waits, as one of many records does. */
async function askForFreeze(): Promise<string> {
  const id = randomUUID()
  await server.services.transactions.cache(own.organization, async (db) =>
    db
      .insertInto('population_freeze')
      .values({
        organization: own.organization,
        id,
        requested: new Date(),
        actor: JSON.stringify({ type: 'user', id: 'lena', name: 'Lena Lead' }),
        request: null,
        definition: JSON.stringify(definition()),
        supersedes: null,
        state: 'waiting',
        alive: new Date(),
      })
      .execute(),
  )
  return id
}

function raised() {
  return { title: 'The fire door stands open.', severity: 'low' }
}

async function raise(): Promise<string> {
  const reply = await server.request('POST', '/api/v1/findings', { key: own.keys.auditor, json: raised() })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ finding: string }>().finding
}

const breach = { party: 'clinic', version: 1, outcome: 'breach' }

async function recordLena(): Promise<void> {
  const body = { id: 'lena-lead', name: 'Lena Lead', email: 'lena.lead@covered.example' }
  const key = own.keys.administrator
  await server.request('PUT', '/api/v1/documents/person/lena-lead', { key, json: { effective: '2026-01-01', body } })
}

async function opening() {
  await recordLena()
  return {
    title: 'A fax went astray.',
    type: 'misdirected-message',
    severity: 'low',
    exercise: false,
    commander: 'person-covered',
    backup: 'lena-lead',
    detected: '2026-03-01T12:00:00Z',
  }
}

async function openIncident(): Promise<string> {
  const reply = await server.request('POST', '/api/v1/incidents', {
    key: own.keys.administrator,
    json: await opening(),
  })
  expect(reply.status, reply.text).toBe(201)
  return reply.json<{ incident: string }>().incident
}

/** An incident with an assessment to decide on. */
async function assess(): Promise<string> {
  const incident = await openIncident()
  const party = { id: 'clinic', kind: 'party', party: 'clinic', role: 'covered-entity', timeZone: 'UTC' }
  const assessment = { secured: null, exclusion: null, factors: {} }
  for (const json of [
    { kind: 'incident-fact-recorded', fact: party },
    { kind: 'breach-assessed', party: 'clinic', version: 1, assessment },
  ]) {
    const path = `/api/v1/incidents/${incident}/acts`
    const reply = await server.request('POST', path, { key: own.keys.administrator, json })
    expect(reply.status, reply.text).toBe(201)
  }
  return incident
}

async function administrator(): Promise<RequestOptions> {
  return { cookie: await freshCookie(), organization: own.slug, headers: { 'sec-fetch-site': 'same-origin' } }
}

function riskOf(finding: string) {
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  return { finding, reason: 'The door is being replaced.', compensatingControl: 'A guard stands there.', expires }
}

function policyText() {
  const [owner, author, from] = [
    'person-covered',
    'person-covered',
    { type: 'text', text: 'Nobody shares a password.' },
  ]
  return { effective: today, title: 'Passwords', owner, author, reviewMonths: 12, controls: [], from }
}

async function draftPolicy(policy: string): Promise<{ sha256: string }> {
  await recordLena()
  const key = own.keys.administrator
  const drafted = await server.request('POST', `/api/v1/policies/${policy}/drafts`, { key, json: policyText() })
  expect(drafted.status, drafted.text).toBe(201)
  return drafted.json<{ sha256: string }>()
}

interface Ceremony {
  readonly challenge: string
  readonly options: { readonly challenge: string }
}

function authenticator(): ReturnType<typeof createAuthenticator> {
  laptop ??= createAuthenticator(server.address)
  return laptop
}

async function freshCookie(): Promise<string> {
  return signIn(server, await server.services.session.createLink(own.account, 60_000))
}

describe('every operation of the contract', () => {
  it('is a read of no evidence, or is sealed, or stands on the short list with its reason', () => {
    const listed = [...reads, ...Object.keys(unsealed), ...Object.keys(deeds)]
    expect(listed.toSorted()).toEqual(Object.keys(contracts).toSorted())
    expect(all.filter(({ id }) => reads.some((read) => read === id)).every(({ method }) => method === 'GET')).toBe(true)
  })

  it.each(Object.keys(deeds))('%s, done, is an entry with who, from where and in which request', async (id) => {
    const contract = all.find((one) => one.id === id)
    const deed = await deeds[id]?.()
    if (contract === undefined || deed === undefined) throw new Error('There is no such operation.')
    const before = await size()
    const as = deed.as ?? { key: own.keys.administrator }
    const reply = await attempt(contract, deed.params ?? {}, { ...as, ...deed.send })
    expect(reply.status, reply.text).toBe(contract.status)
    const other = deed.inLogOf === undefined ? null : await server.services.memberships.organizationOf(deed.inLogOf)
    const entries = other === null ? await entriesSince(before) : await entriesSince(0, other)
    const entry = entries.find(({ kind }) => kind === deed.fact)
    expect(entry?.predicate).toMatchObject({
      request: reply.headers.get('x-request-id'),
      actor: { id: expect.any(String), address: '127.0.0.1' },
    })
  })

  it.each(all.filter(isScoped).map(({ id }) => id))('%s, refused to a role without it, is an entry', async (id) => {
    const contract = all.find((one) => one.id === id)
    if (contract === undefined) throw new Error('There is no such operation.')
    // The customer may read the catalog and the matrix; what everybody may do is refused to nobody.
    if (contract.access === 'catalog:read' || contract.access === 'matrix:read') return
    const before = await size()
    const reply = await attempt(contract, { organization: own.slug }, { key: own.keys.customer })
    expect(reply.status).toBe(403)
    expect((await entriesSince(before)).map(({ kind, predicate }) => ({ kind, ...predicate }))).toMatchObject([
      {
        kind: 'access-refused',
        request: reply.headers.get('x-request-id'),
        actor: { name: 'customer', address: '127.0.0.1' },
        fact: { operation: id, reason: 'not-permitted', count: 1 },
      },
    ])
  })

  it.each(all.filter(({ access }) => access === 'signed-in').map(({ id }) => id))(
    '%s, refused to an API key, is an entry',
    async (id) => {
      const contract = all.find((one) => one.id === id)
      if (contract === undefined) throw new Error('There is no such operation.')
      const before = await size()
      expect((await attempt(contract, {}, { key: own.keys.auditor })).status).toBe(403)
      expect((await entriesSince(before)).map(({ predicate }) => predicate.fact)).toMatchObject([
        { operation: id, reason: 'not-permitted' },
      ])
    },
  )
})

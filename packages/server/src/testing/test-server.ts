import { randomUUID } from 'node:crypto'
import { type Role, roles } from '@evidentia/core'
import pg from 'pg'
import { type Config, readConfig } from '../config.ts'
import { type RunningServer, startServer } from '../commands/start.ts'
import { makeDataFolder, removeDataFolder } from './data-folder.ts'
import { copyPreparedCluster } from './prepared-cluster.ts'

export { makeDataFolder } from './data-folder.ts'

/** A server of its own for one test file: real PostgreSQL, real HTTP, data in a temporary folder. */
export interface TestServer extends RunningServer {
  readonly dataFolder: string
  request(method: string, path: string, options?: RequestOptions): Promise<Reply>
  /** The owner's connection, which row-level security binds as well (FORCE). */
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  asApp<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
}

export interface RequestOptions {
  readonly key?: string
  readonly cookie?: string
  readonly organization?: string
  readonly json?: unknown
  readonly form?: FormData
  readonly headers?: Record<string, string>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as what the test says it is; `example` may say it by a value. A wrong guess makes the test fail. */
  json<T = Record<string, unknown>>(example?: T): T
}

/** An organization with a key for every role and a signed-in administrator. */
export interface TestOrganization {
  readonly organization: string
  readonly slug: string
  readonly account: string
  readonly cookie: string
  readonly keys: Record<Role, string>
}

export async function startTestServer(settings: Record<string, string> = {}): Promise<TestServer> {
  const dataFolder = await makeDataFolder()
  const config = readConfig({
    PORT: '0',
    EVIDENTIA_DATA: dataFolder,
    EVIDENTIA_SAMPLE: 'off',
    EVIDENTIA_LOG_LEVEL: 'silent',
    ...settings,
  })
  if (config.databaseUrl === null) await copyPreparedCluster(dataFolder)
  const server = await startServer(config, () => undefined)
  return {
    ...server,
    dataFolder,
    request: async (method, path, options = {}) => send(server.address, method, path, options),
    asOwner: async (work) => connected(server.installation.addresses.owner, work),
    asApp: async (work) => connected(server.installation.addresses.app, work),
    stop: async () => {
      await server.stop()
      await removeDataFolder(dataFolder)
    },
  }
}

/** The settings of a command that runs beside this server; it joins the server's PostgreSQL, as another process would. */
export function configBeside({ installation }: TestServer): Config {
  const { owner, app } = installation.addresses
  return { ...installation.config, databaseUrl: owner, databaseAppUrl: app }
}

/** Creates an organization with two systems, one vendor and two adopted controls, and keys for every role. */
export async function createTestOrganization(server: TestServer, slug: string, canary = ''): Promise<TestOrganization> {
  const { organizations, apiKeys, session } = server.services
  const account = randomUUID()
  const person = { id: `person-${slug}`, name: `Person ${slug} ${canary}`.trim(), email: `person@${slug}.example` }
  const effective = '2026-01-01'
  const actor = { type: 'system', id: 'test', name: 'Test' } as const
  const organization = await organizations.create(actor, null, {
    slug,
    name: `Organization ${slug} ${canary}`.trim(),
    sample: false,
    administrator: { id: account, email: person.email, name: person.name },
    documents: [
      {
        kind: 'organization',
        id: slug,
        effective,
        body: {
          id: slug,
          name: `Organization ${slug}`,
          timeZone: 'UTC',
          observationPeriod: { from: effective, to: '2026-12-31' },
          frameworks: ['tsc-2017'],
          roles: {},
        },
      },
      { kind: 'person', id: person.id, effective, body: person },
      ...['database', 'portal'].map((name) => ({
        kind: 'system' as const,
        id: `${name}-${slug}`,
        effective,
        body: {
          id: `${name}-${slug}`,
          name: `System ${name} ${canary}`.trim(),
          kind: 'database',
          environment: 'production',
          sensitivity: 'phi',
          criticality: 'critical',
          internetFacing: false,
          owner: person.id,
        },
      })),
      {
        kind: 'vendor',
        id: `vendor-${slug}`,
        effective,
        body: {
          id: `vendor-${slug}`,
          name: `Vendor ${canary}`.trim(),
          service: 'Hosting',
          touches: ['phi'],
          tier: 'critical',
        },
      },
      ...['restore-test', 'access-removal'].map((id) => ({
        kind: 'control' as const,
        id,
        effective,
        body: { id, version: 1, adopted: effective, owner: person.id },
      })),
    ],
  })
  const scope = { organization, actor, request: null }
  const keys: Partial<Record<Role, string>> = {}
  for (const role of roles)
    keys[role] = (await apiKeys.issue(scope, { name: `${role} ${canary}`.trim(), role, expires: null })).secret
  const cookie = await signIn(server, await session.createLink(account, 60_000))
  return { organization, slug, account, cookie, keys: keys as Record<Role, string> }
}

/** Redeems a one-time link and returns the session cookie. */
export async function signIn(server: TestServer, token: string): Promise<string> {
  const reply = await server.request('POST', '/api/v1/session/link', { json: { token } })
  const cookie = reply.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`No session: ${reply.text}`)
  return cookie
}

/** A claim that the server accepts for this organization. */
export function claimFor(
  { slug }: Pick<TestOrganization, 'slug'>,
  requirement = 'restore-test/restore-drill',
): Record<string, unknown> {
  return {
    proves: [{ requirement, system: `database-${slug}` }],
    effective: { from: '2026-03-01', to: '2026-03-31' },
    collectedAt: '2026-03-31T12:00:00Z',
    source: 'Backup platform',
  }
}

/** A form as `recordEvidence` takes it. */
export function formOf(claim: unknown, name: string, bytes: Uint8Array | string): FormData {
  const form = new FormData()
  form.append('claim', typeof claim === 'string' ? claim : JSON.stringify(claim))
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)]), name)
  return form
}

/** A form as `recordEvidenceBatch` takes it. */
export function batchOf(
  files: readonly { readonly claim: unknown; readonly name: string; readonly bytes: Uint8Array | string }[],
): FormData {
  const form = new FormData()
  form.append('claims', JSON.stringify(files.map(({ claim }) => claim)))
  for (const { name, bytes } of files)
    form.append('file', new Blob([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)]), name)
  return form
}

async function send(
  address: string,
  method: string,
  path: string,
  { key, cookie, organization, json, form, headers }: RequestOptions,
): Promise<Reply> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
      ...(organization === undefined ? {} : { 'evidentia-organization': organization }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    redirect: 'manual',
    ...(form === undefined ? (json === undefined ? {} : { body: JSON.stringify(json) }) : { body: form }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) }
}

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

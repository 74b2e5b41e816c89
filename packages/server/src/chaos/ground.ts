import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { createServices, type Services } from '../context.ts'
import { type Installation, openInstallation } from '../installation.ts'
import { makeDataFolder, removeDataFolder } from '../testing/data-folder.ts'

const actor = { type: 'system', id: 'chaos', name: 'Chaos' } as const
const effective = '2026-01-01'

/** One piece of evidence that a caller wants recorded. Its bytes are like no other's. */
export interface Item {
  /** Sent as Idempotency-Key, the same one each time this item is tried. */
  readonly key: string
  readonly name: string
  readonly content: string
  /** Of the content. */
  readonly sha256: string
}

/** What the server answered when it acknowledged an item. */
export interface Acknowledged extends Item {
  readonly evidence: string
  readonly entry: number
  readonly leaf: string
  readonly proof: string
  readonly verifierKey: string
}

/** An organization under load, and what its callers remember of it. */
export interface Trail {
  readonly organization: string
  readonly slug: string
  /** An API key that may record evidence, and one that may read it and the log. */
  readonly writer: string
  readonly reader: string
  readonly acknowledged: Acknowledged[]
  /** Sent and not answered, by key. Each is either there as a whole or not at all. */
  readonly unanswered: Map<string, Item>
  /** How many of the acknowledged have been settled. */
  settled: number
}

/** An installation to be broken: data folder, organizations, keys, and the callers' memory outside of it. */
export interface Ground {
  readonly dataFolder: string
  readonly config: Config
  /** The environment of its servers. */
  readonly settings: Readonly<Record<string, string>>
  readonly trails: readonly Trail[]
  readonly logFile: string
  /** One JSON line per acknowledged item, outside the data folder. */
  readonly ledgerFile: string
  acknowledge(trail: Trail, item: Acknowledged): void
  remove(): Promise<void>
}

export interface GroundOptions {
  readonly organizations: number
  /** Settings besides the data folder: a database elsewhere, an S3. */
  readonly settings?: Readonly<Record<string, string>>
  /** A data folder that is there already, such as one on a disk whose power will be cut. */
  readonly dataFolder?: string
}

/** Creates the organizations before anything is broken. */
export async function prepareGround({
  organizations,
  settings: more = {},
  dataFolder: given,
}: GroundOptions): Promise<Ground> {
  const dataFolder = given ?? (await makeDataFolder())
  const outside = await mkdtemp(join(tmpdir(), 'evidentia-chaos-'))
  const settings = {
    EVIDENTIA_DATA: dataFolder,
    EVIDENTIA_SAMPLE: 'off',
    EVIDENTIA_LOG_LEVEL: 'error',
    ...more,
  }
  const config = readConfig(settings)
  const ledgerFile = join(outside, 'acknowledged.jsonl')
  const trails = await withInstallation(config, false, async (installation) => {
    const services = createServices(installation)
    const made: Trail[] = []
    for (let at = 1; at <= organizations; at += 1) made.push(await createTrail(services, `chaos-${at}`))
    return made
  })
  return {
    dataFolder,
    config,
    settings,
    trails,
    logFile: join(outside, 'server.log'),
    ledgerFile,
    acknowledge: (trail, item) => {
      appendFileSync(ledgerFile, `${JSON.stringify({ organization: trail.organization, ...item })}\n`)
      trail.unanswered.delete(item.key)
      trail.acknowledged.push(item)
    },
    remove: async () => {
      await rm(outside, { recursive: true, force: true })
      if (given === undefined) await removeDataFolder(dataFolder)
    },
  }
}

/** Opens the installation in this process for as long as `work` runs: alone, or beside a running server as a command would. */
export async function withInstallation<T>(
  config: Config,
  besideServer: boolean,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(config, () => undefined, besideServer)
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}

async function createTrail({ organizations, apiKeys }: Services, slug: string): Promise<Trail> {
  const organization = await organizations.create(actor, null, {
    slug,
    name: slug,
    sample: false,
    administrator: { id: randomUUID(), email: `person@${slug}.example`, name: 'Person' },
    documents: [
      {
        kind: 'organization',
        id: slug,
        effective,
        body: {
          id: slug,
          name: slug,
          timeZone: 'UTC',
          observationPeriod: { from: effective, to: '2026-12-31' },
          frameworks: ['tsc-2017'],
          roles: {},
        },
      },
    ],
  })
  const scope = { organization, actor, request: null }
  const issue = async (role: 'contributor' | 'auditor'): Promise<string> =>
    (await apiKeys.issue(scope, { name: role, role, expires: null })).secret
  return {
    organization,
    slug,
    writer: await issue('contributor'),
    reader: await issue('auditor'),
    acknowledged: [],
    unanswered: new Map(),
    settled: 0,
  }
}

/** A port that nobody listens on now. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

import { join } from 'node:path'
import { readDerived, readPopulationRows } from '@evidentia/connectors'
import type { Catalog } from '@evidentia/core'
import type { WitnessPolicy } from '@evidentia/ledger'
import type { Kysely } from 'kysely'
import { type Logger, pino } from 'pino'
import { openCatalog } from './catalog.ts'
import type { Config } from './config.ts'
import type { RootKey } from './platform/auth/root-key.ts'
import { BlobStore } from './platform/blobs/blob-store.ts'
import type { ObjectStore } from './platform/blobs/object-store.ts'
import { openObjects } from './platform/blobs/open-objects.ts'
import { SmallArtifacts } from './platform/blobs/small-artifacts.ts'
import { isServed, lockDataFolder, prepareDataFolder } from './platform/db/data-folder.ts'
import { findRunningCluster, startCluster } from './platform/db/embedded/cluster.ts'
import { migrate } from './platform/db/migrate.ts'
import { NodePresence } from './platform/db/node-presence.ts'
import { openDatabase } from './platform/db/pool.ts'
import type { ReadDerived } from './platform/db/projection/records.ts'
import { ensureRoles, refusePowerfulRole, type RoleAddresses } from './platform/db/roles.ts'
import type { Tables } from './platform/db/tables.ts'
import { openRootKey } from './platform/keys/open-root-key.ts'
import { OrganizationKeys } from './platform/keys/organization-keys.ts'
import { readPolicies } from './platform/log/read-policies.ts'

const appConnections = 10
/** For keys and small artifacts, which are read within transactions that hold all of the others. */
const sideConnections = 4

/** Database, artifacts and keys of one installation. */
export interface Installation {
  readonly config: Config
  readonly addresses: RoleAddresses
  readonly db: Kysely<Tables>
  readonly blobs: BlobStore
  /** What artifacts and their wrapped keys are kept in, as they are: sealed. */
  readonly objects: ObjectStore
  /** The keys that seal artifacts. */
  readonly blobKeys: OrganizationKeys
  readonly rootKey: RootKey
  readonly witnesses: ReadonlyMap<string, WitnessPolicy>
  readonly readDerived: ReadDerived
  /** Read when it is first needed. */
  readonly catalog: Catalog
  /** Reads the catalog now. Throws for a file of it that is not as it must be. */
  readonly loadCatalog: () => void
  readonly logger: Logger
  readonly presence: NodePresence
  readonly isEmbedded: boolean
  close(): Promise<void>
}

/** Tells the operator what happens, one line at a time. */
export type Say = (line: string) => void

/**
 * Opens an installation: root key, PostgreSQL, roles, migrations. With `besideServer`, a running server's own PostgreSQL is
 * joined, which is how a command works while the server runs.
 */
export async function openInstallation(config: Config, say: Say, besideServer = false): Promise<Installation> {
  await prepareDataFolder(config.dataFolder)
  const logger = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  )
  const { catalog, load: loadCatalog } = openCatalog(config.catalogFolder)
  const undo: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    const embedded = config.databaseUrl === null
    const joins = embedded && besideServer && (await isServed(config.dataFolder))
    if (embedded && !joins) undo.push(await lockDataFolder(config.dataFolder))
    const witnesses = await readPolicies(config.witnessPolicyFile)
    const rootKey = await openRootKey(config)
    const ownerUrl =
      config.databaseUrl ?? (await openCluster(config, joins, say, besideServer ? undefined : loadCatalog, undo))
    const addresses = await ensureRoles(ownerUrl, config.databaseAppUrl, rootKey)
    const applied = await migrate(addresses.owner)
    if (applied.length > 0) say(`Database prepared (${applied.length} migrations)`)
    await refusePowerfulRole(addresses.app)
    const connect = (connections: number): Kysely<Tables> => {
      const pool = openDatabase(addresses.app, connections, (error) =>
        logger.warn({ err: error }, 'database connection lost'),
      )
      undo.push(async () => pool.destroy())
      return pool
    }
    const db = connect(appConnections)
    const presence = new NodePresence(addresses.app)
    undo.push(async () => presence.close())
    const folder = join(config.dataFolder, 'blobs')
    const objects = await openObjects(config.blobsAddress, config.blobsLockDays, folder)
    const side = connect(sideConnections)
    const blobKeys = new OrganizationKeys({ db: side, rootKey, objects })
    const small = new SmallArtifacts(side)
    const blobs = new BlobStore({ objects, small, keys: blobKeys, staging: join(folder, 'staging') })
    await blobs.prepare()
    const readKept: ReadDerived = {
      records: (organization, sha256) => readDerived(blobs.open(organization, sha256)),
      rows: (organization, sha256) => readPopulationRows(blobs.open(organization, sha256)),
    }
    return {
      config,
      addresses,
      db,
      blobs,
      objects,
      blobKeys,
      rootKey,
      witnesses,
      readDerived: readKept,
      catalog,
      loadCatalog,
      logger,
      presence,
      isEmbedded: embedded,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openCluster(
  config: Config,
  joins: boolean,
  say: Say,
  meanwhile: (() => void) | undefined,
  undo: (() => Promise<void>)[],
): Promise<string> {
  const running = joins ? await findRunningCluster(config.dataFolder) : null
  if (running !== null) return running
  say('Starting PostgreSQL')
  const cluster = await startCluster(config.dataFolder, say, meanwhile)
  if (cluster.remark !== null) say(cluster.remark)
  undo.push(async () => cluster.stop())
  return cluster.ownerUrl
}

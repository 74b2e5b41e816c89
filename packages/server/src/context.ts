import { join } from 'node:path'
import { readDerived } from '@evidentia/connectors'
import type { Catalog } from '@evidentia/core'
import type { WitnessPolicy } from '@evidentia/ledger'
import { type Kysely, sql } from 'kysely'
import { type Logger, pino } from 'pino'
import { openCatalog } from './catalog.ts'
import type { Config } from './config.ts'
import { apiKeyRoutes } from './features/api-keys/routes.ts'
import { ApiKeyService } from './features/api-keys/service.ts'
import { PasskeyService } from './features/credentials/passkeys.ts'
import { credentialRoutes } from './features/credentials/routes.ts'
import { Refusals } from './features/audit/refusals.ts'
import { AuditService } from './features/audit/service.ts'
import { CredentialService } from './features/credentials/service.ts'
import { checkResultRoutes } from './features/check-results/routes.ts'
import { CheckResultService } from './features/check-results/service.ts'
import { checkRoutes } from './features/checks/routes.ts'
import { CheckService } from './features/checks/service.ts'
import { crosswalkRoutes } from './features/crosswalk/routes.ts'
import { CrosswalkService } from './features/crosswalk/service.ts'
import { documentRoutes } from './features/documents/routes.ts'
import { DocumentService } from './features/documents/service.ts'
import { evidenceRoutes } from './features/evidence/routes.ts'
import { EvidenceService } from './features/evidence/service.ts'
import { exportRoutes } from './features/exports/routes.ts'
import { ExportService } from './features/exports/service.ts'
import { LicensedStatementService } from './features/licensed-statements/service.ts'
import { logRoutes } from './features/log/routes.ts'
import { LogService } from './features/log/service.ts'
import { matrixRoutes } from './features/matrix/routes.ts'
import { selectRows } from './features/matrix/rows.ts'
import { MatrixService, namePeople } from './features/matrix/service.ts'
import { memberRoutes } from './features/members/routes.ts'
import { MemberService } from './features/members/service.ts'
import { organizationRoutes } from './features/organizations/routes.ts'
import { OrganizationService } from './features/organizations/service.ts'
import { PackageFiles } from './features/packages/package-files.ts'
import { packageRoutes } from './features/packages/routes.ts'
import { PackageService } from './features/packages/service.ts'
import { SampleService } from './features/sample/service.ts'
import { policyRoutes } from './features/policies/routes.ts'
import { PolicyService } from './features/policies/service.ts'
import { RetentionService } from './features/retention/service.ts'
import { retentionRoutes } from './features/retention/routes.ts'
import { ReviewService } from './features/reviews/service.ts'
import { reviewRoutes } from './features/reviews/routes.ts'
import { SearchService } from './features/search/service.ts'
import { sessionRoutes } from './features/session/routes.ts'
import { SessionService } from './features/session/service.ts'
import { templateRoutes } from './features/templates/routes.ts'
import { SignInAttempts } from './platform/auth/attempts.ts'
import { Memberships } from './platform/auth/memberships.ts'
import { CallerResolver } from './platform/auth/resolve-caller.ts'
import type { RootKey } from './platform/auth/root-key.ts'
import { Sessions } from './platform/auth/sessions.ts'
import { BlobStore } from './platform/blobs/blob-store.ts'
import type { ObjectStore } from './platform/blobs/object-store.ts'
import { openObjects } from './platform/blobs/open-objects.ts'
import { isServed, lockDataFolder, prepareDataFolder } from './platform/db/data-folder.ts'
import { findRunningCluster, startCluster } from './platform/db/embedded/cluster.ts'
import { migrate } from './platform/db/migrate.ts'
import { NodePresence } from './platform/db/node-presence.ts'
import { openDatabase } from './platform/db/pool.ts'
import type { ReadDerived } from './platform/db/projection/records.ts'
import { ensureRoles, refusePowerfulRole, type RoleAddresses } from './platform/db/roles.ts'
import type { Tables } from './platform/db/tables.ts'
import { Transactions } from './platform/db/transactions.ts'
import { Idempotency } from './platform/http/idempotency.ts'
import { Metrics } from './platform/http/metrics.ts'
import type { Operation } from './platform/http/operation.ts'
import { Jobs } from './platform/jobs/jobs.ts'
import { Printer } from './platform/print/printer.ts'
import { openRootKey } from './platform/keys/open-root-key.ts'
import { OrganizationKeys } from './platform/keys/organization-keys.ts'
import { LogKeys, originOf } from './platform/log/log-keys.ts'
import { readPinned } from './platform/log/pinned-checkpoints.ts'
import { CheckpointPublisher } from './platform/log/publish-checkpoint.ts'
import { postToWitness, readPolicies } from './platform/log/read-policies.ts'
import { findRollback } from './platform/log/rollback-guard.ts'
import { readVersion } from './version.ts'

const appConnections = 10
const keyConnections = 2
const dayMs = 24 * 60 * 60 * 1000

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
    const blobKeys = new OrganizationKeys({ db: connect(keyConnections), rootKey, objects })
    const blobs = new BlobStore(objects, blobKeys, join(folder, 'staging'))
    await blobs.prepare()
    const readRecords: ReadDerived = (organization, sha256) => readDerived(blobs.open(organization, sha256))
    return {
      config,
      addresses,
      db,
      blobs,
      objects,
      blobKeys,
      rootKey,
      witnesses,
      readDerived: readRecords,
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

/** Everything the server can do, wired once. */
export function createServices(installation: Installation) {
  const { config, addresses, db, blobs, rootKey, readDerived: readRecords, catalog, logger } = installation
  const metrics = new Metrics()
  const keys = new LogKeys(rootKey)
  const transactions = new Transactions(db, readRecords)
  const sessions = new Sessions(db, config.sessionIdleMinutes)
  const memberships = new Memberships(db)
  const attempts = new SignInAttempts(db)
  const callers = new CallerResolver(db, transactions, sessions)
  const idempotency = new Idempotency(transactions, rootKey, installation.presence)

  const credentials = new CredentialService({ db, transactions, sessions, rootKey })
  const passkeys = new PasskeyService({ db, transactions })
  const session = new SessionService({ db, transactions, memberships, sessions, attempts, credentials, passkeys })
  const organizations = new OrganizationService({ db, transactions, blobs })
  const members = new MemberService({
    transactions,
    createLink: async (account, validMs) => session.createLink(account, validMs),
  })
  const apiKeys = new ApiKeyService({ db, transactions })
  const documents = new DocumentService({ transactions, catalog })
  const evidence = new EvidenceService({ transactions, blobs, keys, catalog, documents })
  const search = new SearchService({ transactions, blobs })
  const reviews = new ReviewService({ transactions, evidence })
  const retention = new RetentionService({
    transactions,
    evidence,
    documents,
    blobs,
    onDelay: (error, organization) => logger.warn({ err: error, organization }, 'store not yet as sealed; tried again'),
  })
  const matrix = new MatrixService({ transactions, catalog, documents, evidence })
  const checks = new CheckService({ transactions, catalog, documents, evidence })
  const checkResults = new CheckResultService({
    transactions,
    blobs,
    gather: async (reader) => matrix.gather(reader),
  })
  const crosswalk = new CrosswalkService({
    catalog,
    ask: async (scope, question) => matrix.ask(scope, question),
    namePeople,
  })
  const licensedStatements = new LicensedStatementService({ transactions, documents, catalog })
  const printer = new Printer()
  const policies = new PolicyService({ transactions, documents, catalog, printer })
  const audit = new AuditService({ transactions })
  const exports = new ExportService({
    transactions,
    catalog,
    printer,
    release: readVersion(),
    ask: async (scope, question) => matrix.ask(scope, question),
    selectRows,
    listFrameworks: (answered, asked) => crosswalk.listFrameworks(answered, asked),
    readFacts: async (reader) => ({
      documents: await documents.listAll(reader),
      evidence: await evidence.listAll(reader),
      events: await evidence.listEvents(reader),
    }),
    sealExport: async (scope, fact) => audit.sealExport(scope, fact),
  })
  const publisher = new CheckpointPublisher({
    transactions,
    keys,
    logger,
    publishing: {
      witnesses: installation.witnesses,
      timeStampAuthority: config.timeStampAuthority,
      pinnedFolder: config.pinnedCheckpoints,
      post: postToWitness,
    },
  })
  const log = new LogService({ transactions, keys, publisher })
  const sample = new SampleService({ db, blobs, organizations, evidence, uploadLimitBytes: config.uploadLimitBytes })
  const jobs = new Jobs(addresses.jobs, logger, metrics)
  const refusals = new Refusals({
    transactions,
    askLater: (organization) => jobs.askForRefusals(organization),
  })
  const packages = new PackageService({
    transactions,
    keys,
    blobs,
    catalog,
    publisher,
    files: new PackageFiles(join(config.dataFolder, 'packages'), installation.blobKeys),
    askForMaking: (organization, afterSeconds) => jobs.askForPacking(organization, afterSeconds),
    onFailure: (error, organization) => logger.error({ err: error, organization }, 'package not made'),
  })

  const operations: Operation[] = [
    ...sessionRoutes(session, passkeys),
    ...credentialRoutes(credentials, passkeys),
    ...organizationRoutes(organizations, catalog),
    ...memberRoutes(members),
    ...apiKeyRoutes(apiKeys),
    ...documentRoutes(documents, async (scope) => matrix.todayOf(scope)),
    ...matrixRoutes(matrix),
    ...checkRoutes(checks, audit, async (scope) => matrix.todayOf(scope)),
    ...checkResultRoutes(checkResults, audit),
    ...crosswalkRoutes(crosswalk),
    ...policyRoutes(policies, catalog),
    ...templateRoutes(catalog),
    ...evidenceRoutes(evidence, audit),
    ...reviewRoutes(reviews),
    ...retentionRoutes(retention),
    ...logRoutes(log),
    ...packageRoutes(packages, audit),
    ...exportRoutes(exports),
  ]
  transactions.onSealed((organization, kinds) => {
    metrics.countSealed(kinds)
    jobs.askForPublication(organization)
    if (kinds.has('evidence-recorded') || kinds.has('evidence-reviewed') || kinds.has('document-recorded'))
      jobs.askForAssessment(organization)
    if (kinds.has('evidence-recorded')) jobs.askForIndexing(organization)
  })
  const sweepPackages = async (): Promise<void> =>
    packages.sweep((await organizations.listAll()).map(({ organization }) => organization))
  const housekeeping = async (): Promise<void> => {
    await session.sweep()
    await blobs.sweep(dayMs)
    for (const { organization } of await organizations.listAll()) {
      jobs.askForPublication(organization)
      await idempotency.sweep(organization)
      await evidence.sweep(organization, dayMs)
      await retention.applyHolds(organization, null)
      await search.index(organization)
      await refusals.seal(organization)
      // A day that begins can change what checks over the programme answer, though no fact was recorded.
      if (!(await matrix.isAssessedToday(organization))) jobs.askForAssessment(organization)
    }
    await sweepPackages()
  }
  /** Holds every log against the checkpoints pinned outside; one that was rolled back takes no writes. Returns what was found. */
  const refuseRolledBack = async (): Promise<readonly string[]> => {
    const sentences: string[] = []
    for (const [organization, pinned] of await readPinned(config.pinnedCheckpoints)) {
      const [first] = await findRollback(transactions, keys, organization, pinned)
      if (first === undefined) continue
      const sentence = `The log ${originOf(organization)} takes no writes: ${first.where}: ${first.problem}.`
      transactions.refuseWrites(organization, sentence)
      sentences.push(sentence)
    }
    return sentences
  }
  const startJobs = async (): Promise<void> => {
    await jobs.start({
      housekeeping,
      assess: async (organization) => {
        await matrix.refreshSnapshot(organization)
        await checkResults.seal(organization)
      },
      publish: async (organization) => void (await publisher.publish(organization)),
      index: async (organization) => search.index(organization),
      pack: async (organization) => packages.make(organization),
      sealRefusals: async (organization) => refusals.seal(organization),
    })
    // What a killed server was making goes on without waiting for the next hour.
    await sweepPackages()
  }
  const ping = async (): Promise<void> => void (await sql`select 1 from migration limit 1`.execute(db))
  return {
    catalog,
    metrics,
    keys,
    transactions,
    memberships,
    callers,
    idempotency,
    operations,
    refuseRolledBack,
    openJobs: async () => jobs.open(),
    startJobs,
    stopJobs: async () => jobs.stop(),
    ping,
    housekeeping,
    session,
    organizations,
    members,
    apiKeys,
    documents,
    evidence,
    search,
    licensedStatements,
    matrix,
    checkResults,
    log,
    publisher,
    audit,
    refusals,
    packages,
    sample,
  }
}

export type Services = ReturnType<typeof createServices>

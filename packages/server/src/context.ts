import { join } from 'node:path'
import { checks, compileCheck } from '@evidentia/connectors'
import { makeShelf } from '@evidentia/core'
import { sql } from 'kysely'
import { apiKeyRoutes } from './features/api-keys/routes.ts'
import { ApiKeyService } from './features/api-keys/service.ts'
import { PasskeyService } from './features/credentials/passkeys.ts'
import { credentialRoutes } from './features/credentials/routes.ts'
import { Refusals } from './features/audit/refusals.ts'
import { AuditService } from './features/audit/service.ts'
import { CredentialService } from './features/credentials/service.ts'
import { checkQueue } from './features/check-results/due-store.ts'
import { checkResultRoutes } from './features/check-results/routes.ts'
import { CheckResultService } from './features/check-results/service.ts'
import { CheckBench } from './features/checks/bench.ts'
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
import { FindingActs } from './features/findings/acts.ts'
import { FindingIndex } from './features/findings/finding-index.ts'
import { findingRoutes } from './features/findings/routes.ts'
import { FindingService } from './features/findings/service.ts'
import { BreachDecisions } from './features/incidents/breach-decisions.ts'
import { incidentRoutes } from './features/incidents/routes.ts'
import { IncidentService } from './features/incidents/service.ts'
import { LicensedStatementService } from './features/licensed-statements/service.ts'
import { logRoutes } from './features/log/routes.ts'
import { LogService } from './features/log/service.ts'
import { matrixRoutes } from './features/matrix/routes.ts'
import { selectRows } from './features/matrix/rows.ts'
import { listServing } from './features/matrix/kept.ts'
import { MatrixService, namePeople } from './features/matrix/service.ts'
import { memberRoutes } from './features/members/routes.ts'
import { MemberService } from './features/members/service.ts'
import { organizationRoutes } from './features/organizations/routes.ts'
import { OrganizationService } from './features/organizations/service.ts'
import { PackageFiles } from './features/packages/package-files.ts'
import { packageRoutes } from './features/packages/routes.ts'
import { PackageService } from './features/packages/service.ts'
import { SampleService } from './features/sample/service.ts'
import { populationRoutes } from './features/populations/routes.ts'
import { PopulationService } from './features/populations/service.ts'
import { policyRoutes } from './features/policies/routes.ts'
import { PolicyService } from './features/policies/service.ts'
import { RetentionService } from './features/retention/service.ts'
import { retentionRoutes } from './features/retention/routes.ts'
import { ReviewService } from './features/reviews/service.ts'
import { reviewRoutes } from './features/reviews/routes.ts'
import { SearchService } from './features/search/service.ts'
import { sessionRoutes } from './features/session/routes.ts'
import { SessionService } from './features/session/service.ts'
import { standingRoutes } from './features/standings/routes.ts'
import { StandingService } from './features/standings/service.ts'
import { templateRoutes } from './features/templates/routes.ts'
import { mappingRoutes } from './features/mappings/routes.ts'
import { SignInAttempts } from './platform/auth/attempts.ts'
import { Memberships } from './platform/auth/memberships.ts'
import { CallerResolver } from './platform/auth/resolve-caller.ts'
import { Sessions } from './platform/auth/sessions.ts'
import { Transactions } from './platform/db/transactions.ts'
import { Idempotency } from './platform/http/idempotency.ts'
import { Metrics } from './platform/http/metrics.ts'
import type { Operation } from './platform/http/operation.ts'
import { Jobs } from './platform/jobs/jobs.ts'
import { Printer } from './platform/print/printer.ts'
import { LogKeys, originOf } from './platform/log/log-keys.ts'
import { readPinned } from './platform/log/pinned-checkpoints.ts'
import { CheckpointPublisher } from './platform/log/publish-checkpoint.ts'
import { postToWitness } from './platform/log/read-policies.ts'
import { findRollback } from './platform/log/rollback-guard.ts'
import { createDoors } from './doors.ts'
import type { Installation } from './installation.ts'
import { readVersion } from './version.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Everything the server can do, wired once. */
export function createServices(installation: Installation) {
  const { config, addresses, db, blobs, rootKey, readDerived: readKept, catalog, logger } = installation
  const metrics = new Metrics()
  const keys = new LogKeys(rootKey)
  const transactions = new Transactions(db, readKept)
  const sessions = new Sessions(db, config.sessionIdleMinutes)
  const memberships = new Memberships(db)
  const attempts = new SignInAttempts(db)
  const callers = new CallerResolver(db, transactions, sessions)
  const idempotency = new Idempotency(transactions, rootKey, installation.presence)

  const credentials = new CredentialService({ db, transactions, sessions, rootKey })
  const passkeys = new PasskeyService({ db, transactions })
  const documents = new DocumentService({ transactions, catalog })
  const session = new SessionService({
    db,
    transactions,
    memberships,
    sessions,
    attempts,
    credentials,
    passkeys,
    documents,
  })
  const organizations = new OrganizationService({ db, transactions, blobs })
  const members = new MemberService({
    transactions,
    createLink: async (account, validMs) => session.createLink(account, validMs),
  })
  const apiKeys = new ApiKeyService({ db, transactions })
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
  const shelf = makeShelf(checks, compileCheck)
  const standings = new StandingService({
    transactions,
    catalog,
    checks: shelf,
    documents,
    evidence,
    release: readVersion(),
    followers: [new FindingIndex(catalog), checkQueue],
  })
  const matrix = new MatrixService({ transactions, catalog, documents, evidence })
  const findings = new FindingService({ transactions, catalog, documents, evidence, standings, namePeople })
  const findingActs = new FindingActs({ transactions, catalog, documents, evidence, standings, findings })
  const incidents = new IncidentService({ transactions, catalog, documents })
  const breachDecisions = new BreachDecisions({ transactions, documents, incidents })
  const checkList = new CheckService({ transactions, catalog, documents })
  const checkResults = new CheckResultService({ transactions, blobs, standings, evidence })
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
  const populations = new PopulationService({
    transactions,
    blobs,
    readDerived: readKept,
    evidence,
    documents,
    askForFreezing: (organization, afterSeconds) => jobs.askForFreezing(organization, afterSeconds),
    onFailure: (error, organization) => logger.error({ err: error, organization }, 'population not frozen'),
  })
  const doors = createDoors(installation, {
    metrics,
    transactions,
    documents,
    evidence,
    refusals,
    checks: shelf,
    listOrganizations: async () => organizations.listAll(),
    askForCollecting: (organization) => jobs.askForCollecting(organization),
  })
  const checkBench = new CheckBench({ transactions, documents, evidence, populations })

  const operations: Operation[] = [
    ...sessionRoutes(session, passkeys),
    ...credentialRoutes(credentials, passkeys),
    ...organizationRoutes(organizations, catalog),
    ...memberRoutes(members),
    ...apiKeyRoutes(apiKeys),
    ...documentRoutes(documents, async (scope) => matrix.todayOf(scope)),
    ...matrixRoutes(matrix, standings, async (scope, question, limit) => findings.listPressing(scope, question, limit)),
    ...standingRoutes({
      standings,
      controlsServing: (framework) => listServing(catalog, framework),
      controlsOfArea: (area) => [...catalog.controls.values()].filter((one) => one.area === area).map(({ id }) => id),
      namePeople,
      listRows: async (scope, asOf, knownAt) => (await matrix.ask(scope, { asOf, knownAt })).assessment.rows,
    }),
    ...findingRoutes(findings, findingActs),
    ...incidentRoutes(incidents, breachDecisions),
    ...checkRoutes(checkList, checkBench, audit, async (scope) => matrix.todayOf(scope)),
    ...checkResultRoutes(checkResults, audit),
    ...crosswalkRoutes(crosswalk),
    ...policyRoutes(policies, catalog),
    ...templateRoutes(catalog),
    ...evidenceRoutes(evidence, audit, shelf),
    ...reviewRoutes(reviews),
    ...retentionRoutes(retention),
    ...logRoutes(log),
    ...packageRoutes(packages, audit),
    ...populationRoutes(populations, audit),
    ...exportRoutes(exports),
    ...mappingRoutes(),
    ...doors.operations,
  ]
  transactions.onSealed((organization, kinds) => {
    metrics.countSealed(kinds)
    jobs.askForPublication(organization)
    if (kinds.has('evidence-recorded') || kinds.has('evidence-reviewed') || kinds.has('document-recorded'))
      jobs.askForAssessment(organization)
    if (kinds.has('evidence-recorded')) jobs.askForIndexing(organization)
  })
  const sweepMakers = async (): Promise<void> => {
    const all = (await organizations.listAll()).map(({ organization }) => organization)
    await packages.sweep(all)
    for (const organization of all) await populations.freezes.sweep(organization)
  }
  const sweepCollections = async (): Promise<void> => {
    for (const { organization } of await organizations.listAll()) await doors.collectWhatIsDue(organization)
  }
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
      await doors.forget(organization)
      // A day that begins can change what is owed and what checks answer, though no fact was recorded.
      jobs.askForAssessment(organization)
    }
    await sweepMakers()
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
        await standings.catchUp(organization)
        await checkResults.seal(organization)
      },
      publish: async (organization) => void (await publisher.publish(organization)),
      index: async (organization) => search.index(organization),
      pack: async (organization) => packages.make(organization),
      freeze: async (organization) => populations.freezes.work(organization),
      collect: async (organization) => doors.connections.work(organization),
      sweepCollections,
      sealRefusals: async (organization) => refusals.seal(organization),
    })
    doors.watchedFolder.start()
    // What a killed server was making goes on without waiting for the next hour.
    await sweepMakers()
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
    stopJobs: async () => {
      await doors.watchedFolder.stop()
      await jobs.stop()
    },
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
    standings,
    findings,
    checkResults,
    log,
    publisher,
    audit,
    refusals,
    packages,
    populations,
    doors,
    sample,
  }
}

export type Services = ReturnType<typeof createServices>

import type { CheckShelf } from '@evidentia/core'
import type { Refusals } from './features/audit/refusals.ts'
import { connectionRoutes } from './features/connections/routes.ts'
import { ConnectionService } from './features/connections/service.ts'
import type { DocumentService } from './features/documents/service.ts'
import type { EvidenceService } from './features/evidence/service.ts'
import { MailListener } from './features/mail/listener.ts'
import { mailRoutes } from './features/mail/routes.ts'
import { MailService } from './features/mail/service.ts'
import { Provisioning } from './features/scim/provisioning.ts'
import { scimRoutes } from './features/scim/routes.ts'
import { ScimService } from './features/scim/service.ts'
import { WatchedFolder } from './features/watched-folder/service.ts'
import { webhookRoutes } from './features/webhooks/routes.ts'
import { WebhookService } from './features/webhooks/service.ts'
import type { Installation } from './installation.ts'
import type { Transactions } from './platform/db/transactions.ts'
import type { Metrics } from './platform/http/metrics.ts'
import type { Operation } from './platform/http/operation.ts'

interface House {
  readonly metrics: Metrics
  readonly transactions: Transactions
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly refusals: Refusals
  readonly checks: CheckShelf
  readonly listOrganizations: () => Promise<readonly { readonly organization: string; readonly slug: string }[]>
  /** Has what was asked for collected soon. */
  readonly askForCollecting: (organization: string) => void
}

/** Every way by which evidence comes in without a person at the API: asked for, sent, mailed, pushed, or laid into a folder. */
export function createDoors({ config, blobs, blobKeys, catalog, logger }: Installation, house: House) {
  const { metrics, transactions, documents, evidence, refusals, checks, listOrganizations, askForCollecting } = house
  const { uploadLimitBytes } = config
  const common = { transactions, documents, evidence, blobs, listOrganizations, uploadLimitBytes }
  const connections = new ConnectionService({
    transactions,
    keys: blobKeys,
    documents,
    catalog,
    checks,
    blobs,
    evidence,
    allowedHosts: config.collectHosts,
    askForCollecting,
    onFailure: (error, organization) => logger.error({ err: error, organization }, 'collection not made'),
  })
  const webhooks = new WebhookService({ ...common, keys: blobKeys, refusals })
  const mail = new MailService({ ...common, config: config.mail, refusals })
  const mailListener = new MailListener({
    config: config.mail,
    mail,
    logger,
    count: (outcome) => metrics.countMail(outcome),
  })
  const scim = new ScimService({
    ...common,
    refusals,
    onFailure: (error, organization) => logger.error({ err: error, organization }, 'SCIM snapshot not recorded'),
  })
  const watchedFolder = new WatchedFolder({
    ...common,
    folder: config.watchFolder,
    onFailure: (error, file) => logger.error({ err: error, file }, 'file of the watched folder not recorded'),
  })
  const operations: Operation[] = [
    ...connectionRoutes(connections),
    ...webhookRoutes(webhooks),
    ...mailRoutes(mail),
    ...scimRoutes(scim, new Provisioning(transactions)),
  ]
  return {
    operations,
    connections,
    mailListener,
    scim,
    watchedFolder,
    /** Asks for every collection and takes every snapshot whose time has come. */
    collectWhatIsDue: async (organization: string): Promise<void> => {
      await connections.sweep(organization)
      await scim.sweep(organization)
    },
    /** Forgets what is of no use any more: old deliveries, secrets and directories of what was withdrawn. */
    forget: async (organization: string): Promise<void> => {
      await webhooks.sweep(organization)
      await mail.sweep(organization)
      await connections.forgetSecrets(organization)
      await scim.forgetWithdrawn(organization)
    },
  }
}

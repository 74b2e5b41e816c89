import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { LogService } from './service.ts'

export function logRoutes(log: LogService): Operation[] {
  return [
    operation(contracts.readCheckpoint, async ({ scope }) => log.readCheckpoint(scope)),
    operation(contracts.readLogKeys, async ({ scope }) => log.readKeys(scope)),
    operation(contracts.readPublishedCheckpoint, async ({ scope }) => log.openPublished(scope)),
    operation(contracts.readTimeStamp, async ({ scope }) => log.openTimeStamp(scope)),
    operation(contracts.readTile, async ({ scope, params }) => log.openTile(scope, params.tile)),
    operation(contracts.readEntryReceipt, async ({ scope, params }) => log.readReceipt(scope, Number(params.entry))),
    operation(contracts.listEntries, async ({ scope, query }) => log.list(scope, query)),
  ]
}

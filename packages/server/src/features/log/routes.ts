import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { LogService } from './service.ts'

export function logRoutes(log: LogService): Operation[] {
  return [
    operation(contracts.readCheckpoint, async ({ scope }) => log.readCheckpoint(scope)),
    operation(contracts.listEntries, async ({ scope, query }) => log.list(scope, query)),
  ]
}

import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { AuditService } from '../audit/service.ts'
import type { CheckResultService } from './service.ts'

export function checkResultRoutes(results: CheckResultService, audit: AuditService): Operation[] {
  return [
    operation(contracts.listCheckResults, async ({ scope, query }) => results.list(scope, query)),
    operation(contracts.readCheckResult, async ({ scope, params }) => results.read(scope, params.result)),
    operation(contracts.listResultItems, async ({ scope, params, query }) =>
      audit.witnessResult(scope, { result: params.result, what: 'items' }, async () =>
        results.listItems(scope, params.result, query),
      ),
    ),
    operation(contracts.readResultFile, async ({ scope, params }) =>
      audit.witnessResult(scope, { result: params.result, what: 'file' }, async () =>
        results.openFile(scope, params.result),
      ),
    ),
  ]
}

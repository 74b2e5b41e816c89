import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { RetentionService } from './service.ts'

export function retentionRoutes(retention: RetentionService): Operation[] {
  return [
    operation(contracts.placeHold, async ({ scope, params, body }) =>
      retention.placeHold(scope, params.evidence, body.reason),
    ),
    operation(contracts.liftHold, async ({ scope, params, body }) =>
      retention.liftHold(scope, params.evidence, params.hold, body.reason),
    ),
    operation(contracts.requestDisposal, async ({ scope, params, body }) =>
      retention.requestDisposal(scope, params.evidence, body.reason),
    ),
    operation(contracts.approveDisposal, async ({ scope, params }) =>
      retention.approveDisposal(scope, params.evidence),
    ),
  ]
}

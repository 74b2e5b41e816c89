import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { FindingActs } from './acts.ts'
import { readSelection } from './selection.ts'
import type { FindingService } from './service.ts'

export function findingRoutes(findings: FindingService, acts: FindingActs): Operation[] {
  return [
    operation(contracts.listFindings, async ({ scope, query }) =>
      findings.list(scope, query, readSelection(query), query.limit),
    ),
    operation(contracts.readFinding, async ({ scope, role, params, query }) =>
      findings.read(scope, role, params.finding, query),
    ),
    operation(contracts.raiseFinding, async ({ scope, body }) => acts.raise(scope, body)),
    operation(contracts.assignFindings, async ({ scope, body }) => ({ items: await acts.assign(scope, body) })),
    operation(contracts.startFindings, async ({ scope, body }) => ({ items: await acts.start(scope, body) })),
    operation(contracts.readyFindings, async ({ scope, body }) => ({ items: await acts.finish(scope, body) })),
    operation(contracts.commentFindings, async ({ scope, body }) => ({ items: await acts.comment(scope, body) })),
    operation(contracts.verifyFinding, async ({ scope, body }) => acts.verify(scope, body)),
    operation(contracts.requestRiskAcceptance, async ({ scope, body }) => acts.requestAcceptance(scope, body)),
    operation(contracts.acceptRisk, async ({ scope, body }) => acts.accept(scope, body)),
  ]
}

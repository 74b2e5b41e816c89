import { type CheckShelf, contracts, type EvidenceBody, isPermitted } from '@evidentia/core'
import type { Scope } from '../../platform/db/transactions.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { AuditService } from '../audit/service.ts'
import type { EvidenceService } from './service.ts'

export function evidenceRoutes(evidence: EvidenceService, audit: AuditService, checks: CheckShelf): Operation[] {
  return [
    operation(contracts.inspectFile, async ({ scope, upload }) => evidence.inspect(scope, upload, checks)),
    operation(contracts.recordEvidence, async ({ scope, body, upload, answer }) => {
      const result = await evidence.record(scope, { ...upload, claim: body, broughtBy: collectorOf(scope) })
      answer.status(result.duplicate ? 200 : 201)
      return result
    }),
    operation(contracts.recordEvidenceBatch, async ({ scope, body, upload, answer }) => {
      const deposits = upload.flatMap((file, at) => {
        const claim = body[at]
        return claim === undefined ? [] : [{ ...file, claim, broughtBy: collectorOf(scope) }]
      })
      const items = await evidence.recordBatch(scope, deposits)
      answer.status(items.every(({ duplicate }) => duplicate) ? 200 : 201)
      return { items }
    }),
    operation(contracts.listEvidence, async ({ scope, role, query }) =>
      evidence.list(scope, { ...query, inContent: isPermitted(role, 'artifact:read') }),
    ),
    operation(contracts.readEvidence, async ({ scope, params }) => evidence.read(scope, params.evidence)),
    operation(contracts.readReceipt, async ({ scope, params }) => evidence.readReceipt(scope, params.evidence)),
    operation(contracts.listRecords, async ({ scope, params, query }) =>
      audit.witness(scope, { evidence: params.evidence, what: 'records' }, async () =>
        evidence.listRecords(scope, params.evidence, query),
      ),
    ),
    operation(contracts.readArtifact, async ({ scope, params }) =>
      audit.witness(scope, { evidence: params.evidence, what: 'artifact' }, async () =>
        evidence.openArtifact(scope, params.evidence),
      ),
    ),
  ]
}

function collectorOf({ actor }: Scope): EvidenceBody['collector'] {
  return { type: actor.type === 'api-key' ? 'api-key' : 'person', id: actor.id }
}

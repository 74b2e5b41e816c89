import { type Catalog, contracts, EvidentiaError } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { PolicyService } from './service.ts'

export function policyRoutes(policies: PolicyService, catalog: Catalog): Operation[] {
  return [
    operation(contracts.listPolicyTemplates, async ({ query }) => {
      const needle = query.q?.toLowerCase() ?? ''
      const found = [...catalog.policies.values()]
        .filter(({ id, title, summary }) => `${id}\n${title}\n${summary}`.toLowerCase().includes(needle))
        .map(({ text: _text, source: _source, licence: _licence, ...line }) => line)
        .toSorted((a, b) => (a.title < b.title ? -1 : 1))
      return pageOfList(found, query)
    }),
    operation(contracts.readPolicyTemplate, async ({ params }) => {
      const template = catalog.policies.get(params.template)
      if (template === undefined)
        throw new EvidentiaError('not-found', `The catalog has no policy template "${params.template}".`)
      return template
    }),
    operation(contracts.listPolicies, async ({ scope, query }) => {
      const { asOf, lines, people } = await policies.list(scope, query.asOf, query.q)
      return { ...pageOfList(lines, query), asOf, people }
    }),
    operation(contracts.readPolicy, async ({ scope, role, params, query }) =>
      policies.read(scope, role, params.policy, query.asOf),
    ),
    operation(contracts.draftPolicy, async ({ scope, params, body }) => policies.draft(scope, params.policy, body)),
    operation(contracts.approvePolicy, async ({ scope, params, body }) => policies.approve(scope, params.policy, body)),
    operation(contracts.acknowledgePolicy, async ({ scope, params, body, answer }) => {
      const { isNew, acknowledgment } = await policies.acknowledge(scope, params.policy, body.sha256)
      if (!isNew) answer.status(200)
      return acknowledgment
    }),
    operation(contracts.listAcknowledgments, async ({ scope, params, query }) => {
      const { asOf, sha256, lines } = await policies.listAcknowledgments(scope, params.policy, query)
      return { ...pageOfList(lines, query), asOf, sha256 }
    }),
    operation(contracts.readPolicyPdf, async ({ scope, params }) =>
      policies.print(scope, params.policy, params.sha256),
    ),
  ]
}

import { contracts } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { CrosswalkService } from './service.ts'

export function crosswalkRoutes(crosswalk: CrosswalkService): Operation[] {
  return [
    operation(contracts.readRequirement, async ({ scope, params, query }) =>
      crosswalk.readRequirement(scope, params.framework, params.requirement, query),
    ),
    operation(contracts.listCrosswalk, async ({ scope, query }) => {
      const { asOf, lines, coverage } = await crosswalk.compose(scope, query)
      return { ...pageOfList(lines, query), asOf, coverage }
    }),
    operation(contracts.previewEdition, async ({ scope, params, query }) =>
      crosswalk.previewEdition(scope, params.framework, query),
    ),
    operation(contracts.previewUpgrade, async ({ scope, params, query }) =>
      crosswalk.previewUpgrade(scope, params.control, query),
    ),
    operation(contracts.listDecisions, async ({ scope, query }) => {
      const { asOf, lines, people } = await crosswalk.listDecisions(scope, query)
      return { ...pageOfList(lines, query), asOf, people }
    }),
  ]
}

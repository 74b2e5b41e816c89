import { contracts } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { AuditService } from '../audit/service.ts'
import type { PopulationService } from './service.ts'

export function populationRoutes(populations: PopulationService, audit: AuditService): Operation[] {
  const { freezes } = populations
  return [
    operation(contracts.readRecordTypes, async ({ scope }) => ({
      types: await populations.describeRecordTypes(scope),
    })),
    operation(contracts.previewPopulation, async ({ scope, body }) => populations.preview(scope, body)),
    operation(contracts.freezePopulation, async ({ scope, body }) =>
      freezes.ask(scope, body.definition, body.supersedes ?? null),
    ),
    operation(contracts.listFreezes, async ({ scope, query }) => pageOfList(await freezes.list(scope), query)),
    operation(contracts.readFreeze, async ({ scope, params }) => freezes.read(scope, params.freeze)),
    operation(contracts.cancelFreeze, async ({ scope, params }) => freezes.cancel(scope, params.freeze)),
    operation(contracts.listPopulations, async ({ scope, role, query }) => populations.list(scope, role, query)),
    operation(contracts.readPopulation, async ({ scope, role, params }) =>
      populations.read(scope, role, params.population),
    ),
    operation(contracts.listPopulationItems, async ({ scope, role, params: { population }, query }) =>
      audit.witnessPopulation(scope, { population, what: 'items' }, async () =>
        populations.listItems(scope, role, population, query),
      ),
    ),
    operation(contracts.readPopulationFile, async ({ scope, role, params: { population, file } }) =>
      audit.witnessPopulation(scope, { population, what: file }, async () =>
        populations.openFile(scope, role, population, file),
      ),
    ),
    operation(contracts.attestPopulation, async ({ scope, role, params, body }) =>
      populations.attest(scope, role, { ...params, ...body }),
    ),
    operation(contracts.sharePopulation, async ({ scope, role, params }) =>
      populations.share(scope, role, params.population),
    ),
  ]
}

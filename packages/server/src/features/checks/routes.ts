import { contracts } from '@evidentia/core'
import type { Scope } from '../../platform/db/transactions.ts'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { AuditService } from '../audit/service.ts'
import type { CheckBench } from './bench.ts'
import type { CheckService } from './service.ts'

/** `todayOf` gives the day it is in the organization's time zone. */
export function checkRoutes(
  checks: CheckService,
  bench: CheckBench,
  audit: AuditService,
  todayOf: (scope: Scope) => Promise<string>,
): Operation[] {
  return [
    operation(contracts.listChecks, async ({ scope, query }) => {
      const asOf = query.asOf ?? (await todayOf(scope))
      return { ...pageOfList(await checks.list(scope, asOf, query.q), query), asOf }
    }),
    operation(contracts.readCheck, async ({ scope, params, query }) =>
      checks.read(scope, query.asOf ?? (await todayOf(scope)), params.check),
    ),
    operation(contracts.tryCheck, async ({ scope, role, body }) => {
      const { read, ...answer } = await bench.tryOut(scope, role, body)
      // Its items repeat what records say, so that trying a check is reading them.
      for (const evidence of read.evidence)
        await audit.witness(scope, { evidence, what: 'records' }, async () => answer)
      if (read.population !== null)
        await audit.witnessPopulation(scope, { population: read.population, what: 'items' }, async () => answer)
      return answer
    }),
  ]
}

import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { BreachDecisions } from './breach-decisions.ts'
import type { IncidentService } from './service.ts'

export function incidentRoutes(incidents: IncidentService, decisions: BreachDecisions): Operation[] {
  return [
    operation(contracts.listIncidents, async ({ scope, query }) => incidents.list(scope, query)),
    operation(contracts.openIncident, async ({ scope, body }) => incidents.open(scope, body)),
    operation(contracts.readIncident, async ({ scope, params, query }) =>
      incidents.read(scope, params.incident, query),
    ),
    operation(contracts.listIncidentActs, async ({ scope, params, query }) =>
      incidents.listActs(scope, params.incident, query),
    ),
    operation(contracts.recordIncidentAct, async ({ scope, params, body }) =>
      incidents.record(scope, params.incident, body),
    ),
    operation(contracts.decideBreach, async ({ scope, params, body }) =>
      decisions.decide(scope, { ...params, ...body }),
    ),
    operation(contracts.secondBreach, async ({ scope, params, body }) =>
      decisions.second(scope, { ...params, ...body }),
    ),
  ]
}

import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { ConnectionService } from './service.ts'

export function connectionRoutes(connections: ConnectionService): Operation[] {
  return [
    operation(contracts.listConnectors, async ({ query }) => connections.listConnectors(query)),
    operation(contracts.previewConnection, async ({ params, body }) => connections.preview(params.connector, body)),
    operation(contracts.listConnections, async ({ scope, query }) => connections.list(scope, query)),
    operation(contracts.readConnection, async ({ scope, params }) => connections.read(scope, params.connection)),
    operation(contracts.setConnectionSecrets, async ({ scope, params, body }) =>
      connections.setSecrets(scope, params.connection, body.secrets),
    ),
    operation(contracts.collectNow, async ({ scope, params }) => connections.ask(scope, params.connection)),
    operation(contracts.listCollections, async ({ scope, params, query }) =>
      connections.listRuns(scope, params.connection, query),
    ),
    operation(contracts.cancelCollection, async ({ scope, params }) =>
      connections.cancel(scope, params.connection, params.run),
    ),
  ]
}

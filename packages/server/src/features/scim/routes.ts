import { contracts } from '@evidentia/core'
import { type Client, operation, type Operation } from '../../platform/http/operation.ts'
import type { Scope } from '../../platform/db/transactions.ts'
import type { Asked, Provisioning } from './provisioning.ts'
import type { ScimService } from './service.ts'

export function scimRoutes(directories: ScimService, provisioning: Provisioning): Operation[] {
  return [
    operation(contracts.listScimDirectories, async ({ scope, query, client }) =>
      directories.list(scope, query, client),
    ),
    operation(contracts.makeScimToken, async ({ scope, params, client }) =>
      directories.makeToken(scope, params.directory, client),
    ),
    operation(contracts.takeScimSnapshot, async ({ scope, params }) => directories.snapshot(scope, params.directory)),
    operation(contracts.queryScimResources, async ({ scope, params, query, client }) =>
      provisioning.list(askedOf(scope, params, client), query),
    ),
    operation(contracts.createScimResource, async ({ scope, params, raw, client, answer }) => {
      const { resource, location } = await provisioning.create(askedOf(scope, params, client), raw.bytes)
      answer.location(location)
      return resource
    }),
    operation(contracts.readScimResource, async ({ scope, params, query, client }) =>
      provisioning.read(askedOf(scope, params, client), params.resource, query),
    ),
    operation(contracts.replaceScimResource, async ({ scope, params, raw, client }) =>
      provisioning.replace(askedOf(scope, params, client), params.resource, raw.bytes),
    ),
    operation(contracts.changeScimResource, async ({ scope, params, raw, client }) =>
      provisioning.change(askedOf(scope, params, client), params.resource, raw.bytes),
    ),
    operation(contracts.removeScimResource, async ({ scope, params, client }) =>
      provisioning.remove(askedOf(scope, params, client), params.resource),
    ),
  ]
}

interface Addressed {
  readonly organization: string
  readonly directory: string
  readonly resources: string
}

function askedOf(scope: Scope, { organization, directory, resources }: Addressed, { origin }: Client): Asked {
  return { scope, directory, resources, base: `${origin}/api/v1/scim/${organization}/${directory}` }
}

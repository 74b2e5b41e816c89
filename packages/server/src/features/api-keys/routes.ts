import { contracts } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { ApiKeyService } from './service.ts'

export function apiKeyRoutes(apiKeys: ApiKeyService): Operation[] {
  return [
    operation(contracts.listApiKeys, async ({ scope, query }) => pageOfList(await apiKeys.list(scope), query)),
    operation(contracts.issueApiKey, async ({ scope, body }) => apiKeys.issue(scope, body)),
    operation(contracts.revokeApiKey, async ({ scope, params }) => apiKeys.revoke(scope, params.key)),
  ]
}

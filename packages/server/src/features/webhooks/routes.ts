import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { WebhookService } from './service.ts'

export function webhookRoutes(webhooks: WebhookService): Operation[] {
  return [
    operation(contracts.makeWebhookSecret, async ({ scope, params, client }) =>
      webhooks.makeSecret(scope, params.webhook, client),
    ),
    operation(contracts.receiveWebhook, async ({ params, raw, client }) =>
      webhooks.receive(params.organization, params.webhook, raw, client),
    ),
  ]
}

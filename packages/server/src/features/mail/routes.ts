import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { MailService } from './service.ts'

export function mailRoutes(mail: MailService): Operation[] {
  return [operation(contracts.listMailboxes, async ({ scope, query }) => mail.list(scope, query))]
}

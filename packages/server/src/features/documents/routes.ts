import { contracts } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { Scope } from '../../platform/db/transactions.ts'
import type { DocumentService } from './service.ts'

/** `todayOf` gives the day it is in the organization's time zone. */
export function documentRoutes(documents: DocumentService, todayOf: (scope: Scope) => Promise<string>): Operation[] {
  return [
    operation(contracts.listDocuments, async ({ scope, query }) =>
      pageOfList(await documents.list(scope, query.kind, query.asOf ?? (await todayOf(scope)), query.q), query),
    ),
    operation(contracts.readDocument, async ({ scope, params, query }) =>
      pageOfList(await documents.listVersions(scope, params.kind, params.id), query),
    ),
    operation(contracts.recordDocument, async ({ scope, params, body }) =>
      documents.record(scope, params.kind, params.id, body.effective, body.body),
    ),
  ]
}

import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { ExportService } from './service.ts'

export function exportRoutes(exports: ExportService): Operation[] {
  return [
    operation(contracts.exportMatrix, async ({ scope, ...call }) => exports.exportMatrix(scope, call)),
    operation(contracts.exportCrosswalk, async ({ scope, ...call }) => exports.exportCrosswalk(scope, call)),
    operation(contracts.exportOscal, async ({ scope, ...call }) => exports.exportOscal(scope, call)),
  ]
}

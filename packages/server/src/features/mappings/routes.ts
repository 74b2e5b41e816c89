import { previewMapping } from '@evidentia/connectors'
import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'

export function mappingRoutes(): Operation[] {
  return [
    operation(contracts.previewMapping, async ({ body: { mapping, ...layout }, upload: { name, blob } }) =>
      previewMapping(() => ({ name, bytes: blob.read() }), layout, mapping),
    ),
  ]
}

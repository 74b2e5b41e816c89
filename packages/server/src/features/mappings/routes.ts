import { previewMapping } from '@evidentia/connectors'
import { contracts, listMappableFields, recordTypeSchema, suggestKey } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'

export function mappingRoutes(): Operation[] {
  return [
    operation(contracts.readMappable, async () => ({
      types: recordTypeSchema.options.map((type) => ({
        type,
        key: [...suggestKey(type)],
        fields: listMappableFields(type).map((field) => ({ ...field, choices: [...field.choices] })),
      })),
    })),
    operation(contracts.previewMapping, async ({ body: { mapping, ...layout }, upload: { name, blob } }) =>
      previewMapping(() => ({ name, bytes: blob.read() }), layout, mapping),
    ),
  ]
}

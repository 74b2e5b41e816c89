import type { z } from 'zod'
import { listRecordFields } from '../populations/record-fields.ts'
import type { RecordField } from '../populations/record-fields.ts'
import { recordTypes } from '../records/record.ts'
import type { RecordType } from '../records/record.ts'

/** A field of a record that a column can fill. */
export interface MappableField extends RecordField {
  readonly says: string
  /** Whether a record cannot be without it. */
  readonly required: boolean
}

/** The fields of a record type that a table can fill: all but those that hold lists of objects or values of any kind. */
export function listMappableFields(type: RecordType): MappableField[] {
  return listRecordFields(type).flatMap((field) => {
    const schema = fieldSchemaOf(type, field.name)
    if (schema === undefined || field.kind === 'other') return []
    return { ...field, says: schema.description ?? '', required: !schema.safeParse(undefined).success }
  })
}

/** The schema of one field of a record type; undefined where the type has none of that name. */
export function fieldSchemaOf(type: RecordType, field: string): z.ZodType | undefined {
  const shape: Readonly<Record<string, z.ZodType>> = recordTypes[type].body.shape
  return Object.hasOwn(shape, field) ? shape[field] : undefined
}

import { z } from 'zod'
import { recordTypes, type RecordType } from '../records/record.ts'
import { dateSchema, instantSchema } from '../time/date.ts'

/** What a field of a record holds, as far as one can ask for it; `other` can only be there or not. */
export const fieldKindSchema = z.enum(['text', 'choice', 'yes-no', 'number', 'date', 'instant', 'list', 'other'])
export type FieldKind = z.infer<typeof fieldKindSchema>

export interface RecordField {
  readonly name: string
  readonly kind: FieldKind
  /** The values of a choice, or of the items of a list of choices. */
  readonly choices: readonly string[]
}

/** The dates that usually place a record of a type in a period, best first; none for a state. A definition may choose others. */
export function suggestPlacing(type: RecordType): readonly string[] {
  return recordTypes[type].placedBy
}

const known = new Map<RecordType, readonly RecordField[]>()

/** The fields of a record type, read off its schema: a new record type declares its dates by what its fields are. */
export function listRecordFields(type: RecordType): readonly RecordField[] {
  const fields = known.get(type) ?? Object.entries<z.core.$ZodType>(recordTypes[type].body.shape).map(describeField)
  known.set(type, fields)
  return fields
}

export function findRecordField(type: RecordType, name: string): RecordField | undefined {
  return listRecordFields(type).find((field) => field.name === name)
}

function describeField([name, schema]: [string, z.core.$ZodType]): RecordField {
  return { name, ...describeType(schema) }
}

function describeType(schema: z.core.$ZodType): Omit<RecordField, 'name'> {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return describeType(schema.def.innerType)
  const time = timeKindOf(schema)
  if (time !== null) return { kind: time, choices: [] }
  if (schema instanceof z.ZodEnum) return { kind: 'choice', choices: schema.options.map(String) }
  if (schema instanceof z.ZodBoolean) return { kind: 'yes-no', choices: [] }
  if (schema instanceof z.ZodNumber) return { kind: 'number', choices: [] }
  if (schema instanceof z.ZodString) return { kind: 'text', choices: [] }
  if (schema instanceof z.ZodArray) {
    const { kind, choices } = describeType(schema.def.element)
    if (kind === 'text' || kind === 'choice') return { kind: 'list', choices }
  }
  return { kind: 'other', choices: [] }
}

/** Days and instants are texts with a rule of their own, told by the very schema or by the format it carries. */
function timeKindOf(schema: z.core.$ZodType): 'date' | 'instant' | null {
  const format = z.globalRegistry.get(schema)?.['format']
  if (schema === dateSchema || format === 'date') return 'date'
  return schema === instantSchema || format === 'date-time' ? 'instant' : null
}

import { z } from 'zod'
import { findRecordField, type FieldKind } from './record-fields.ts'
import type { RecordType } from '../records/record.ts'
import { dateSchema } from '../time/date.ts'

const fieldName = z.string().min(1).max(80)
const valueSchema = z.union([z.string().max(400), z.number(), z.boolean()])

/** One thing asked of one field of a record. Days are those of the organization's time zone. */
export const conditionSchema = z.discriminatedUnion('is', [
  /** Of a list: that it holds the value. */
  z.strictObject({ field: fieldName, is: z.literal('equals'), value: valueSchema }),
  z.strictObject({ field: fieldName, is: z.literal('in'), values: z.array(valueSchema).min(1).max(100) }),
  z.strictObject({ field: fieldName, is: z.literal('before'), day: dateSchema }),
  z.strictObject({ field: fieldName, is: z.literal('after'), day: dateSchema }),
  z.strictObject({ field: fieldName, is: z.literal('exists'), value: z.boolean() }),
])
export type Condition = z.infer<typeof conditionSchema>

/**
 * Which records are meant: those that satisfy every clause, and of each clause at least one condition. It is data and not an
 * expression, so that it is the same for whoever runs it again; no clause at all means every record.
 */
export const querySchema = z.strictObject({
  all: z.array(z.strictObject({ any: z.array(conditionSchema).min(1).max(20) })).max(20),
})
export type Query = z.infer<typeof querySchema>

/** What can be asked of a field, by what it holds. The one table that screens and validation follow. */
export const askable: { readonly [K in FieldKind]: readonly Condition['is'][] } = {
  text: ['equals', 'in', 'exists'],
  choice: ['equals', 'in', 'exists'],
  'yes-no': ['equals', 'exists'],
  number: ['equals', 'in', 'exists'],
  date: ['equals', 'before', 'after', 'exists'],
  instant: ['before', 'after', 'exists'],
  list: ['equals', 'in', 'exists'],
  other: ['exists'],
}

/** What keeps a query from being asked of a record type: the path of the condition and a sentence, or null. */
export function findQueryFault(type: RecordType, query: Query): { field: string; sentence: string } | null {
  for (const [at, { any }] of query.all.entries())
    for (const [index, condition] of any.entries()) {
      const sentence = explainBadCondition(type, condition)
      if (sentence !== null) return { field: `query.all.${at}.any.${index}`, sentence }
    }
  return null
}

function explainBadCondition(type: RecordType, condition: Condition): string | null {
  const field = findRecordField(type, condition.field)
  if (field === undefined) return `Records of type ${type} have no field "${condition.field}".`
  if (!askable[field.kind].includes(condition.is))
    return `"${field.name}" cannot be asked with "${condition.is}"; it can with ${askable[field.kind].join(', ')}.`
  const values = condition.is === 'equals' ? [condition.value] : condition.is === 'in' ? condition.values : []
  const wrong = values.find((value) => !fits(field.kind, field.choices, value))
  if (wrong === undefined) return null
  return field.choices.length > 0
    ? `"${field.name}" is never "${wrong}"; it is one of ${field.choices.join(', ')}.`
    : `"${field.name}" never holds a ${typeof wrong}.`
}

function fits(kind: FieldKind, choices: readonly string[], value: unknown): boolean {
  if (kind === 'yes-no') return typeof value === 'boolean'
  if (kind === 'number') return typeof value === 'number'
  if (kind === 'date') return dateSchema.safeParse(value).success
  return typeof value === 'string' && (choices.length === 0 || choices.includes(value))
}

import { z } from 'zod'

interface Plan<Shape extends z.ZodRawShape> {
  /** What one record is, in one sentence. */
  readonly says: string
  /** What the record's `key` is made of: the same thing has the same key in every file of its kind. */
  readonly key: string
  /**
   * The fields that place a record in time, best first; the first that is not null does. Empty for a type that describes a
   * state: that one holds on the days its evidence speaks of, whatever dates stand in it.
   */
  readonly placedBy: readonly (keyof Shape & string)[]
  readonly fields: Shape
}

/** One kind of record: its fields, what it means, and when it happened. */
export interface RecordTypeDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly says: string
  readonly key: string
  readonly placedBy: readonly string[]
  /** The fields of the body that hold a day or an instant. */
  readonly dates: readonly string[]
  readonly body: z.ZodObject<Shape, z.core.$strict>
}

export function defineRecordType<Shape extends z.ZodRawShape>(plan: Plan<Shape>): RecordTypeDefinition<Shape> {
  const dates = Object.entries(plan.fields).flatMap(([name, field]) => (isDate(field) ? [name] : []))
  return { says: plan.says, key: plan.key, placedBy: plan.placedBy, dates, body: z.strictObject(plan.fields) }
}

/** Days and instants carry their JSON Schema format; nothing else in a record does. */
function isDate(field: z.core.$ZodType): boolean {
  for (let schema = field; ;) {
    const format = z.globalRegistry.get(schema)?.['format']
    if (format === 'date' || format === 'date-time') return true
    if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) schema = schema.def.innerType
    else return false
  }
}

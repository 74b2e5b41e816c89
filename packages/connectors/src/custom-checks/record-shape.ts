import { recordTypes } from '@evidentia/core'
import type { RecordType } from '@evidentia/core'
import { z } from 'zod'

/** What a value of a record may be, as an expression sees it: read off the record type's own schema, so that no list of fields stands twice. */
export type Shape =
  | { readonly kind: 'string' | 'bool' | 'int' | 'double' | 'any'; readonly isNullable: boolean }
  | { readonly kind: 'list'; readonly isNullable: boolean; readonly item: Shape }
  | ObjectShape

export interface ObjectShape {
  readonly kind: 'object'
  readonly isNullable: boolean
  /** Unique among the shapes of one expression. */
  readonly name: string
  readonly fields: ReadonlyMap<string, Shape>
}

type JsonSchema = z.core.JSONSchema.BaseSchema

const remembered = new Map<RecordType, ObjectShape>()

/** The shape of the body of records of `type`. */
export function shapeOfRecord(type: RecordType): ObjectShape {
  const known = remembered.get(type)
  if (known !== undefined) return known
  const shape = readShape(type, z.toJSONSchema(recordTypes[type].body, { unrepresentable: 'any' }), false)
  if (shape.kind !== 'object') throw new RangeError(`The records of type ${type} are no objects.`)
  remembered.set(type, shape)
  return shape
}

/** The shape at `path`, such as `keys.active`; undefined where there is none. A list is looked through. */
export function shapeAt(shape: Shape, path: readonly string[]): Shape | undefined {
  const [name, ...rest] = path
  if (name === undefined) return shape
  if (shape.kind === 'list') return shapeAt(shape.item, path)
  const inner = shape.kind === 'object' ? shape.fields.get(name) : undefined
  return inner === undefined ? undefined : shapeAt(inner, rest)
}

function readShape(name: string, schema: JsonSchema, isOptional: boolean): Shape {
  const options = (schema.anyOf ?? []).filter(isSchema)
  const [first] = options.filter(({ type }) => type !== 'null')
  if (first !== undefined && options.length === 2 && options.some(({ type }) => type === 'null'))
    return { ...readShape(name, first, isOptional), isNullable: true }
  const types: readonly unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type]
  const isNullable = isOptional || types.includes('null')
  const [type, ...more] = types.filter((one) => one !== 'null')
  if (more.length > 0) return { kind: 'any', isNullable: true }
  switch (type) {
    case 'string':
      return { kind: 'string', isNullable }
    case 'boolean':
      return { kind: 'bool', isNullable }
    case 'integer':
      return { kind: 'int', isNullable }
    case 'number':
      return { kind: 'double', isNullable }
    case 'array':
      return {
        kind: 'list',
        isNullable,
        item: isSchema(schema.items) ? readShape(name, schema.items, false) : anything,
      }
    case 'object': {
      const required = new Set(schema.required)
      const fields = Object.entries(schema.properties ?? {}).map(([field, inner]) => {
        const shape = isSchema(inner) ? readShape(`${name}.${field}`, inner, !required.has(field)) : anything
        return [field, shape] as const
      })
      return { kind: 'object', isNullable, name, fields: new Map(fields) }
    }
    default:
      return anything
  }
}

const anything: Shape = { kind: 'any', isNullable: true }

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import {
  standardParts,
  findExtension,
  type AttributeRule,
  type Attributes,
  findByName,
  findRule,
  isAttributes,
  isCoreSchema,
  kinds,
  type Kind,
} from './schema.ts'

/**
 * A user or group as it is kept: known attributes by the names of RFC 7643 and of their types, unknown ones as they came. What only a
 * server may say (`id`, `meta`, `groups`) is left out, as RFC 7644 3.5.1 asks, and so is what has no value.
 */
export function readResource(kind: Kind, given: unknown): Attributes {
  if (!isAttributes(given)) throw new ScimRefusal('invalidSyntax', 'The body is not a JSON object.')
  const { core, namedBy } = kinds[kind]
  const kept: Attributes = { schemas: readSchemas(kind, given) }
  for (const [key, value] of Object.entries(given)) {
    if (/^(?:schemas|id|meta)$/i.test(key)) continue
    if (isCoreSchema(kind, key) && isAttributes(value)) Object.assign(kept, readAttributes(kind, null, value))
    else if (/^urn:/i.test(key) && isAttributes(value)) {
      const extension = readAttributes(kind, key, value)
      if (Object.keys(extension).length > 0) kept[findExtension(kind, key) ?? key] = extension
    } else if (findExtension(kind, key) !== undefined) {
      if (!isUnassigned(value)) throw new ScimRefusal('invalidValue', `The extension ${key} takes an object.`)
    } else Object.assign(kept, readAttributes(kind, null, { [key]: value }))
  }
  const name = kept[namedBy]
  if (typeof name !== 'string' || name.trim() === '')
    throw new ScimRefusal('invalidValue', `A ${kind.toLowerCase()} has a ${namedBy}, and none is given.`)
  kept['schemas'] = [
    ...new Set([
      core.document.id,
      ...readSchemas(kind, given),
      ...Object.keys(kept).filter((key) => /^urn:/i.test(key)),
    ]),
  ]
  return kept
}

function readSchemas(kind: Kind, given: Attributes): string[] {
  const { schemas } = given
  const { id } = kinds[kind].core.document
  if (schemas === undefined) return [id]
  const urns = Array.isArray(schemas) ? schemas.filter((urn) => typeof urn === 'string') : []
  if (!urns.some((urn) => isCoreSchema(kind, urn)))
    throw new ScimRefusal('invalidSyntax', `The list "schemas" does not name ${id}.`)
  return urns
}

function readAttributes(kind: Kind, schema: string | null, given: Attributes): Attributes {
  const kept: Attributes = {}
  for (const [key, value] of Object.entries(given)) {
    const rule = findRule(kind, schema, key)
    if (rule?.mutability === 'readOnly' || rule?.mutability === 'writeOnly') continue
    const read = rule === undefined ? value : readValue(rule, value)
    if (!isUnassigned(read)) kept[rule?.name ?? key] = read
  }
  return kept
}

/** No value, an empty list and null are the same: RFC 7643 2.5. */
function isUnassigned(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isAttributes(value) && Object.keys(value).length === 0)
  )
}

/** A value of an attribute by its rule. Throws `invalidValue` where it is of another kind. */
export function readValue(rule: AttributeRule, value: unknown): unknown {
  if (isUnassigned(value)) return undefined
  if (rule.multiValued)
    return (Array.isArray(value) ? value : [value]).map((one) => readOne(rule, one)).filter((one) => !isUnassigned(one))
  // Entra sends one manager in a list of one.
  const [only, second] = Array.isArray(value) ? value : [value]
  if (second !== undefined) throw wrong(rule, 'one value')
  return readOne(rule, only)
}

/** A part of a complex attribute; each of several values may have those of RFC 7643 2.4, declared or not. */
function findPart({ subAttributes, multiValued }: AttributeRule, name: string): AttributeRule | undefined {
  return findByName(subAttributes, name) ?? (multiValued ? findByName(standardParts, name) : undefined)
}

/** One value of an attribute, of which there may be several. */
export function readOne(rule: AttributeRule, value: unknown): unknown {
  switch (rule.type) {
    case 'complex': {
      const inner = findByName(rule.subAttributes, 'value')
      if (!isAttributes(value)) {
        if (inner === undefined) throw wrong(rule, 'an object')
        return { value: readValue(inner, value) }
      }
      const kept: Attributes = {}
      for (const [key, part] of Object.entries(value)) {
        const sub = findPart(rule, key)
        const read = sub === undefined ? part : readValue(sub, part)
        if (!isUnassigned(read)) kept[sub?.name ?? key] = read
      }
      return kept
    }
    case 'boolean':
      // Entra sends "True" and "False".
      if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true'
      if (typeof value !== 'boolean') throw wrong(rule, 'true or false')
      return value
    case 'integer':
    case 'decimal':
      if (typeof value !== 'number') throw wrong(rule, 'a number')
      return value
    default:
      if (typeof value !== 'string') throw wrong(rule, 'a text')
      return value
  }
}

function wrong({ name }: AttributeRule, what: string): ScimRefusal {
  return new ScimRefusal('invalidValue', `The attribute ${name} takes ${what}.`)
}

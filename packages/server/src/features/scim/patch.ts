import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import { demandedBy, type Expression, matchesValue } from './filter.ts'
import { readOne, readResource, readValue } from './resource.ts'
import {
  type Attributes,
  type AttributeRule,
  findByName,
  findRule,
  isAttributes,
  isCoreSchema,
  keyIn,
  type Kind,
} from './schema.ts'
import { isTargetOfSecret, parseTarget, type Target } from './target.ts'

const operators = ['add', 'replace', 'remove'] as const
type Operator = (typeof operators)[number]

// Entra writes `Add` and `Replace`.
const operationSchema = z.looseObject({
  op: z.string().toLowerCase().pipe(z.enum(operators)),
  path: z.string().max(2000).optional(),
  value: z.unknown().optional(),
})
const messageSchema = z.looseObject({ Operations: z.array(z.unknown()).min(1).max(1000) })

/**
 * A resource after the operations of a PATCH, all of them or none: RFC 7644 3.5.2, and what Entra and Okta make of it. The resource
 * that is given stays as it is.
 */
export function applyPatch(kind: Kind, resource: Attributes, id: string, message: unknown): Attributes {
  const key = isAttributes(message) ? keyIn(message, 'Operations') : undefined
  const parsed = messageSchema.safeParse(
    isAttributes(message) && key !== undefined ? { Operations: message[key] } : message,
  )
  if (!parsed.success) throw new ScimRefusal('invalidSyntax', 'The body has no list "Operations" of at most 1000.')
  const work = structuredClone(resource)
  for (const [at, given] of parsed.data.Operations.entries()) {
    const operation = operationSchema.safeParse(given)
    if (!operation.success)
      throw new ScimRefusal('invalidSyntax', `Operation ${at + 1} has no "op" of add, replace or remove.`)
    apply(kind, work, id, operation.data)
  }
  return readResource(kind, work)
}

function apply(kind: Kind, work: Attributes, id: string, operation: z.infer<typeof operationSchema>): void {
  const { op, path, value } = operation
  if (path !== undefined && path.trim() !== '') return applyAt(kind, work, op, path, value)
  if (op === 'remove') throw new ScimRefusal('noTarget', 'An operation "remove" has no path.')
  if (!isAttributes(value))
    throw new ScimRefusal('invalidValue', `An operation "${op}" has neither a path nor an object.`)
  for (const [key, part] of Object.entries(value)) {
    if (/^(?:schemas|meta)$/i.test(key)) continue
    // Okta names the group that it renames once more.
    if (/^id$/i.test(key) && part === id) continue
    applyAt(kind, work, op, key, part)
  }
}

function applyAt(kind: Kind, work: Attributes, op: Operator, path: string, value: unknown): void {
  const target = parseTarget(path, Object.keys(work))
  // Taken out before anything is kept; whoever sends one is told that all is well, since all but that is done.
  if (isTargetOfSecret(target)) return
  if (op === 'add' && value === undefined) throw new ScimRefusal('invalidValue', 'An operation "add" has no value.')
  if (target.name === null) return changeExtension(kind, work, op, target.schema ?? '', value)
  const rule = findRule(kind, target.schema, target.name)
  if (rule?.mutability === 'readOnly') throw new ScimRefusal('mutability', `The attribute ${rule.name} is only read.`)
  if (op === 'remove' && target.filter === null && target.sub === null && rule?.required === true)
    throw new ScimRefusal('mutability', `The attribute ${rule.name} is required, so that it cannot be removed.`)
  const holder = holderOf(kind, work, target, op)
  if (holder === null) return
  const name = keyIn(holder, target.name) ?? rule?.name ?? target.name
  const change = { holder, name, rule, target, kind }
  if (target.filter !== null) return changeMatching(change, target.filter, op, value)
  if (target.sub !== null) return changeSub(change, target.sub, op, value)
  if (op === 'remove') return removeAll(change, value)
  if (rule?.multiValued === true || (rule === undefined && Array.isArray(holder[name]))) {
    const given = rule === undefined ? (Array.isArray(value) ? value : [value]) : (readValue(rule, value) ?? [])
    if (Array.isArray(given)) holder[name] = op === 'replace' ? given : addAll(listIn(holder, name), given, name)
    return
  }
  const read = rule === undefined ? value : readValue(rule, value)
  const before = holder[name]
  // The sub-attributes that are given take the place of those there were; the others stay.
  holder[name] = isAttributes(read) && isAttributes(before) ? { ...before, ...read } : read
}

interface Change {
  readonly kind: Kind
  readonly holder: Attributes
  readonly name: string
  readonly rule: AttributeRule | undefined
  readonly target: Target
}

/** The object in which an attribute stands; null where there is nothing to remove. */
function holderOf(kind: Kind, work: Attributes, { schema }: Target, op: Operator): Attributes | null {
  if (schema === null || isCoreSchema(kind, schema)) return work
  const key = keyIn(work, schema) ?? schema
  const found = work[key]
  if (isAttributes(found)) return found
  if (op === 'remove') return null
  const made: Attributes = {}
  work[key] = made
  return made
}

function changeExtension(kind: Kind, work: Attributes, op: Operator, schema: string, value: unknown): void {
  const key = keyIn(work, schema) ?? schema
  if (op === 'remove') {
    delete work[key]
    return
  }
  if (!isAttributes(value)) throw new ScimRefusal('invalidValue', 'An extension takes an object.')
  for (const [name, part] of Object.entries(value)) applyAt(kind, work, op, `${schema}:${name}`, part)
}

function changeMatching(
  { holder, name, rule, target, kind }: Change,
  filter: Expression,
  op: Operator,
  value: unknown,
): void {
  const path = { schema: target.schema, name, sub: null }
  const all = listIn(holder, name)
  const isMeant = (one: unknown): boolean => matchesValue(filter, kind, path, one)
  if (!all.some(isMeant)) {
    if (op === 'remove') return
    const made = makeDemanded(rule, filter)
    // Entra sets the work address of somebody who has none with a filter that nothing fits.
    if (made === null || (target.sub === null && !isAttributes(value)))
      throw new ScimRefusal('noTarget', `No value of ${name} fits the filter.`)
    setParts(made, target.sub, rule, value)
    holder[name] = addAll(all, [made], name)
    return
  }
  if (op === 'remove' && target.sub === null) {
    holder[name] = all.filter((one) => !isMeant(one))
    return
  }
  const changed: unknown[] = []
  for (const one of all) {
    if (!isMeant(one)) continue
    if (op === 'replace' && target.sub === null && isAttributes(one))
      for (const key of Object.keys(one)) delete one[key]
    if (!isAttributes(one)) continue
    if (op === 'remove') delete one[keyIn(one, target.sub ?? '') ?? '']
    else setParts(one, target.sub, rule, value)
    changed.push(one)
  }
  keepOnePrimary(all, changed)
}

/** A value that fits a filter of nothing but equalities. */
function makeDemanded(rule: AttributeRule | undefined, filter: Expression): Attributes | null {
  const demanded = demandedBy(filter)
  if (demanded === null) return null
  const made = Object.fromEntries(demanded)
  const read = rule === undefined ? made : readOne(rule, made)
  return isAttributes(read) ? read : null
}

function setParts(one: Attributes, sub: string | null, rule: AttributeRule | undefined, value: unknown): void {
  const given = sub === null ? value : { [sub]: value }
  const read = rule === undefined ? given : readOne(rule, given)
  if (!isAttributes(read)) throw new ScimRefusal('invalidValue', 'A value that a filter chose takes an object.')
  Object.assign(one, read)
}

function changeSub({ holder, name, rule }: Change, sub: string, op: Operator, value: unknown): void {
  const before = holder[name]
  const subRule = findByName(rule?.subAttributes ?? [], sub)
  const many = Array.isArray(before) ? before.filter(isAttributes) : null
  if (op === 'remove') {
    for (const one of many ?? (isAttributes(before) ? [before] : [])) delete one[keyIn(one, sub) ?? sub]
    return
  }
  const read = subRule === undefined ? value : readValue(subRule, value)
  if (many !== null && many.length > 0) {
    for (const one of many) one[keyIn(one, sub) ?? subRule?.name ?? sub] = read
    return
  }
  if (rule?.multiValued === true) {
    holder[name] = [{ [subRule?.name ?? sub]: read }]
    return
  }
  const object = isAttributes(before) ? before : {}
  object[keyIn(object, sub) ?? subRule?.name ?? sub] = read
  holder[name] = object
}

/** Removes an attribute; of one with many values only those that are listed, as Entra removes members. */
function removeAll({ holder, name }: Change, value: unknown): void {
  const listed = Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value]
  if (listed.length === 0 || !Array.isArray(holder[name])) {
    delete holder[name]
    return
  }
  const gone = new Set(listed.map(nameOfValue))
  holder[name] = listIn(holder, name).filter((one) => !gone.has(nameOfValue(one)))
}

function listIn(holder: Attributes, name: string): unknown[] {
  const found = holder[name]
  return Array.isArray(found) ? found : isAttributes(found) ? [found] : []
}

/** Adds what is not there yet: a member that is added again stays one (RFC 7644 3.5.2.1). */
function addAll(before: readonly unknown[], given: readonly unknown[], name: string): unknown[] {
  const all = [...before]
  const keyOf = name === 'members' ? nameOfValue : keyOfAll
  const places = new Map(all.map((one, at) => [keyOf(one), at]))
  for (const one of given) {
    const at = places.get(keyOf(one)) ?? all.length
    places.set(keyOf(one), at)
    const old = all[at]
    all[at] = isAttributes(old) && isAttributes(one) ? { ...old, ...one } : one
  }
  keepOnePrimary(all, given)
  return all
}

/** The same for values that are the same, whatever the order of their parts. */
function keyOfAll(one: unknown): string {
  return JSON.stringify(isAttributes(one) ? Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)) : one)
}

/** A new primary value ends the one before: RFC 7644 3.5.2. */
function keepOnePrimary(all: readonly unknown[], changed: readonly unknown[]): void {
  const isPrimary = (one: unknown): one is Attributes => isAttributes(one) && one['primary'] === true
  const newest = changed.findLast(isPrimary)
  if (newest === undefined) return
  for (const one of all) if (one !== newest && !isDeepStrictEqual(one, newest) && isPrimary(one)) one['primary'] = false
}

function nameOfValue(one: unknown): string {
  const value = isAttributes(one) ? one['value'] : one
  return typeof value === 'string' ? value : JSON.stringify(one)
}

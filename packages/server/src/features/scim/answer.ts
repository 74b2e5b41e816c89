import { type AttributePath, pathAtStart } from './path.ts'
import { type Attributes, isAttributes, isCoreSchema, keyIn, kinds, type Kind } from './schema.ts'
import type { Resource } from './store.ts'

/** A resource as its provider reads it: with its `id` and `meta` (RFC 7643 3.1). `base`: the address of the directory. */
export function describeResource({ kind, id, body, created, changed }: Resource, base: string): Attributes {
  return {
    ...body,
    id,
    meta: {
      resourceType: kind,
      created: created.toISOString(),
      lastModified: changed.toISOString(),
      location: locationOf(kind, id, base),
    },
  }
}

export function locationOf(kind: Kind, id: string, base: string): string {
  return `${base}/${kinds[kind].endpoint}/${id}`
}

export interface Projection {
  readonly attributes?: string | undefined
  readonly excludedAttributes?: string | undefined
}

/** Only what was asked for, or all but what was not wanted: RFC 7644 3.9. `id` and `schemas` are always there. */
export function select(kind: Kind, resource: Attributes, { attributes, excludedAttributes }: Projection): Attributes {
  const only = readPaths(attributes)
  if (only.length > 0) {
    const kept: Attributes = { schemas: resource['schemas'], id: resource['id'] }
    for (const path of only) keep(kind, kept, resource, path)
    return kept
  }
  const without = structuredClone(resource)
  for (const path of readPaths(excludedAttributes)) leaveOut(kind, without, path)
  return without
}

function readPaths(text: string | undefined): AttributePath[] {
  return (text ?? '').split(',').flatMap((part) => {
    const found = pathAtStart(part.trim())
    return found === null ? [] : [found.path]
  })
}

function keep(kind: Kind, kept: Attributes, from: Attributes, { schema, name, sub }: AttributePath): void {
  const urn = schema === null || isCoreSchema(kind, schema) ? null : (keyIn(from, schema) ?? null)
  const source = urn === null ? from : from[urn]
  if (!isAttributes(source)) return
  const key = keyIn(source, name)
  if (key === undefined) return
  const value = sub === null ? source[key] : partOf(source[key], sub)
  if (urn === null) kept[key] = value
  else kept[urn] = { ...(isAttributes(kept[urn]) ? kept[urn] : {}), [key]: value }
}

function partOf(value: unknown, sub: string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => partOf(one, sub))
  if (!isAttributes(value)) return value
  const key = keyIn(value, sub)
  return key === undefined ? {} : { [key]: value[key] }
}

function leaveOut(kind: Kind, from: Attributes, { schema, name, sub }: AttributePath): void {
  if (/^(?:id|schemas)$/i.test(name)) return
  const urn = schema === null || isCoreSchema(kind, schema) ? null : (keyIn(from, schema) ?? null)
  const source = urn === null ? from : from[urn]
  if (!isAttributes(source)) return
  const key = keyIn(source, name)
  if (key === undefined) return
  if (sub === null) {
    delete source[key]
    return
  }
  for (const one of [source[key]].flat()) if (isAttributes(one)) delete one[keyIn(one, sub) ?? sub]
}

/** RFC 7644 3.4.2. */
export function listOf(resources: readonly Attributes[], total: number, startIndex: number): Attributes {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

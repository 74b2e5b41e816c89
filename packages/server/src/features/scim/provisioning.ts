import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { EvidentiaError } from '@evidentia/core'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import { describeResource, listOf, locationOf, type Projection, select } from './answer.ts'
import { largestPage, resourceTypes, schemas, serviceProviderConfig, usualPage } from './discovery.ts'
import { demandedBy, matches, parseFilter } from './filter.ts'
import { applyPatch } from './patch.ts'
import { readResource } from './resource.ts'
import { type Attributes, kinds, type Kind } from './schema.ts'
import * as store from './store.ts'
import { withholdPasswords } from './withhold.ts'

/** In characters, of what is looked up by. */
const longestName = 500

/** A request to a directory whose token was borne. */
export interface Asked {
  readonly scope: Scope
  readonly directory: string
  /** The address of the directory, without a slash at its end. */
  readonly base: string
  /** `Users` or `Groups`, or what is only read. */
  readonly resources: string
}

interface ListQuery extends Projection {
  readonly filter?: string | undefined
  readonly startIndex?: string | undefined
  readonly count?: string | undefined
}

/** What an identity provider does to a directory: RFC 7644 3. Every change is durable before it is answered. */
export class Provisioning {
  readonly #transactions: Transactions

  constructor(transactions: Transactions) {
    this.#transactions = transactions
  }

  async list(asked: Asked, query: ListQuery): Promise<Attributes> {
    const { base, resources } = asked
    if (resources === 'ServiceProviderConfig') return serviceProviderConfig(base)
    const fixed = resources === 'ResourceTypes' ? resourceTypes(base) : resources === 'Schemas' ? schemas(base) : null
    if (fixed !== null) return listOf(fixed, fixed.length, 1)
    const kind = kindOf(resources)
    const startIndex = Math.max(1, readInteger('startIndex', query.startIndex) ?? 1)
    const count = Math.min(largestPage, Math.max(0, readInteger('count', query.count) ?? usualPage))
    const page = { offset: startIndex - 1, limit: count }
    const { found, total } = await this.#find(asked, kind, query.filter, page)
    if (found.length > 0) await this.#noteRead(asked, `/${resources}`, query)
    const shown = found.map((resource) => select(kind, describeResource(resource, base), query))
    return listOf(shown, total, startIndex)
  }

  async read(asked: Asked, id: string, query: Projection): Promise<Attributes> {
    const { scope, base, resources } = asked
    const fixed = resources === 'ResourceTypes' ? resourceTypes(base) : resources === 'Schemas' ? schemas(base) : null
    if (fixed !== null) return fixed.find((one) => one['id'] === id) ?? refuseMissing(resources, id)
    const kind = kindOf(resources)
    const found = await this.#transactions.read(scope, async ({ db }) => findIn(db, asked, kind, id))
    await this.#noteRead(asked, `/${resources}/${id}`, query)
    return select(kind, describeResource(found, base), query)
  }

  async create(asked: Asked, bytes: Uint8Array): Promise<{ resource: Attributes; location: string }> {
    const kind = kindOf(asked.resources)
    const { sent, isShortened } = readBody(bytes)
    const body = readResource(kind, sent)
    const id = randomUUID()
    const made = await this.#change(asked, async (db, at) => {
      await refuseTaken(db, asked, kind, body, null)
      const resource = { kind, id, body, created: at, changed: at, deactivated: null }
      await store.insertResource(db, placeOf(asked), nameOf(kind, body), resource)
      return { resource, noted: { ...noted('POST', `/${asked.resources}`, 201, sent, isShortened), resource: id } }
    })
    return { resource: describeResource(made, asked.base), location: locationOf(kind, id, asked.base) }
  }

  async replace(asked: Asked, id: string, bytes: Uint8Array): Promise<Attributes> {
    const { sent, isShortened } = readBody(bytes)
    const kind = kindOf(asked.resources)
    const body = readResource(kind, sent)
    return this.#update(asked, id, () => body, noted('PUT', `/${asked.resources}/${id}`, 200, sent, isShortened))
  }

  async change(asked: Asked, id: string, bytes: Uint8Array): Promise<Attributes> {
    const { sent, isShortened } = readBody(bytes)
    const kind = kindOf(asked.resources)
    return this.#update(
      asked,
      id,
      (before) => applyPatch(kind, before, id, sent),
      noted('PATCH', `/${asked.resources}/${id}`, 200, sent, isShortened),
    )
  }

  /** Removes a resource, and a user from the groups it was in. The request says what was removed. */
  async remove(asked: Asked, id: string): Promise<void> {
    const kind = kindOf(asked.resources)
    await this.#change(asked, async (db, at) => {
      const resource = await findIn(db, asked, kind, id)
      await store.deleteResource(db, placeOf(asked), id)
      const left: string[] = []
      for (const group of await store.listResources(db, placeOf(asked), 'Group')) {
        const { members } = group.body
        if (!Array.isArray(members) || !members.some((member) => isMember(member, id))) continue
        const rest = members.filter((member) => !isMember(member, id))
        const body = readResource('Group', { ...group.body, members: rest })
        await store.updateResource(db, placeOf(asked), nameOf('Group', body), { ...group, body, changed: at })
        left.push(group.id)
      }
      const removed = { kind, deactivated: resource.deactivated?.toISOString() ?? null, pushed: resource.body }
      return {
        resource,
        noted: { method: 'DELETE', path: `/${asked.resources}/${id}`, status: 204, resource: id, removed, left },
      }
    })
  }

  async #update(
    asked: Asked,
    id: string,
    change: (before: Attributes) => Attributes,
    request: Attributes,
  ): Promise<Attributes> {
    const kind = kindOf(asked.resources)
    const updated = await this.#change(asked, async (db, at) => {
      const before = await findIn(db, asked, kind, id)
      const body = change(before.body)
      await refuseTaken(db, asked, kind, body, id)
      if (isDeepStrictEqual(body, before.body)) return { resource: before, noted: { ...request, resource: id } }
      const wasActive = before.body['active'] !== false
      const isActive = body['active'] !== false
      const deactivated = isActive ? null : wasActive ? at : before.deactivated
      const resource = { ...before, body, changed: at, deactivated }
      await store.updateResource(db, placeOf(asked), nameOf(kind, body), resource)
      return { resource, noted: { ...request, resource: id } }
    })
    return describeResource(updated, asked.base)
  }

  /** One change, with its note, in one transaction; one after the other in a directory. */
  async #change(
    asked: Asked,
    work: (db: Changing, at: Date) => Promise<{ readonly resource: store.Resource; readonly noted: Attributes }>,
  ): Promise<store.Resource> {
    return this.#transactions.cache(asked.scope.organization, async (db) => {
      await store.lockDirectory(db, placeOf(asked))
      const at = new Date()
      const { resource, noted: body } = await work(db, at)
      await store.noteRequest(db, placeOf(asked), at, body)
      return resource
    })
  }

  /** Whoever reads what is here compares it with what they hold: the provider was heard, and nothing was changed. */
  async #noteRead(asked: Asked, path: string, query: object): Promise<void> {
    const asText = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ).toString()
    await this.#transactions.cache(asked.scope.organization, async (db) => {
      await store.lockDirectory(db, placeOf(asked))
      const body = { method: 'GET', path: asText === '' ? path : `${path}?${asText}`, status: 200 }
      await store.noteRequest(db, placeOf(asked), new Date(), body)
    })
  }

  async #find(
    asked: Asked,
    kind: Kind,
    filter: string | undefined,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ found: store.Resource[]; total: number }> {
    const place = placeOf(asked)
    const expression = filter === undefined || filter.trim() === '' ? null : parseFilter(filter)
    return this.#transactions.read(asked.scope, async ({ db }) => {
      if (expression === null)
        return {
          found: await store.listResources(db, place, kind, {}, page),
          total: await store.countResources(db, place, kind),
        }
      const candidates = await store.listResources(db, place, kind, soughtIn(kind, demandedBy(expression)))
      const all = candidates.filter((one) => matches(expression, kind, describeResource(one, asked.base)))
      return { found: all.slice(page.offset, page.offset + page.limit), total: all.length }
    })
  }
}

type Changing = Parameters<Parameters<Transactions['cache']>[1]>[0]
type Reading = Parameters<typeof store.findResource>[0]

function placeOf({ scope, directory }: Asked): store.Place {
  return { organization: scope.organization, directory }
}

function kindOf(resources: string): Kind {
  if (resources === kinds.User.endpoint) return 'User'
  if (resources === kinds.Group.endpoint) return 'Group'
  throw new EvidentiaError('not-found', 'There are Users and Groups here, and nothing of this name.')
}

async function findIn(db: Reading, asked: Asked, kind: Kind, id: string): Promise<store.Resource> {
  const found = isId(id) ? await store.findResource(db, placeOf(asked), kind, id) : undefined
  return found ?? refuseMissing(asked.resources, id)
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

function refuseMissing(resources: string, id: string): never {
  throw new EvidentiaError('not-found', `There is no resource ${id} in ${resources}.`)
}

async function refuseTaken(db: Reading, asked: Asked, kind: Kind, body: Attributes, id: string | null): Promise<void> {
  if (kind === 'User' && (await store.isNameTaken(db, placeOf(asked), nameOf(kind, body).name, id)))
    throw new ScimRefusal('uniqueness', 'There is another user with this userName.')
}

function nameOf(kind: Kind, body: Attributes): store.Named {
  const { namedBy } = kinds[kind]
  const name = body[namedBy]
  const { externalId } = body
  return {
    name: typeof name === 'string' ? refuseLong(namedBy, name) : '',
    externalId: typeof externalId === 'string' ? refuseLong('externalId', externalId) : null,
  }
}

/** What is looked up by stands in an index, whose entries are not of any length. */
function refuseLong(attribute: string, text: string): string {
  if (text.length > longestName)
    throw new ScimRefusal('invalidValue', `The attribute ${attribute} has more than ${longestName} characters.`)
  return text
}

function isMember(member: unknown, id: string): boolean {
  return typeof member === 'object' && member !== null && 'value' in member && member.value === id
}

/** What of a filter an index answers. */
function soughtIn(kind: Kind, demanded: ReadonlyMap<string, unknown> | null): store.Sought {
  const sought: { name?: string; externalId?: string; id?: string } = {}
  for (const [attribute, value] of demanded ?? []) {
    if (typeof value !== 'string') continue
    const name = attribute.toLowerCase()
    if (name === kinds[kind].namedBy.toLowerCase()) sought.name = value
    else if (name === 'externalid') sought.externalId = value
    else if (name === 'id' && isId(value)) sought.id = value
  }
  return sought
}

/** JSON in UTF-8, without any password. */
function readBody(bytes: Uint8Array): { sent: unknown; isShortened: boolean } {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ScimRefusal('invalidSyntax', 'The body is not JSON.')
  }
  const { value, isShortened } = withholdPasswords(parsed)
  return { sent: value, isShortened }
}

function noted(method: string, path: string, status: number, body: unknown, isShortened: boolean): Attributes {
  return { method, path, status, body, ...(isShortened ? { withheld: 'password' } : {}) }
}

function readInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^-?\d{1,9}$/.test(text)) throw new ScimRefusal('invalidValue', `The parameter ${name} takes a whole number.`)
  return Number(text)
}

import type { Json, JsonObject } from './json.ts'
import { isList, isObject } from './json.ts'

/** Something a document names, and where. */
export interface Reference {
  readonly path: string
  readonly to: 'uuid' | 'id' | 'href' | 'import'
  /** Lists in which the thing may stand (`parties`, `controls`); empty where any will do. */
  readonly kinds: readonly string[]
  readonly value: string
}

/** What a document declares and what it names. */
export interface ReferenceIndex {
  /** By UUID: the lists it stands in; more than one entry is a duplicate. */
  readonly uuids: ReadonlyMap<string, readonly string[]>
  /** By `<list>/<id>`: how often it is declared. */
  readonly ids: ReadonlyMap<string, number>
  readonly references: readonly Reference[]
}

/** Lists whose members have an id that others may name. */
const listsWithIds: ReadonlySet<string> = new Set(['controls', 'groups', 'params', 'parts', 'roles'])

/** Members that name something by UUID, and the lists in which it may stand. */
const uuidReferences: ReadonlyMap<string, readonly string[]> = new Map([
  ['party-uuid', ['parties']],
  ['party-uuids', ['parties']],
  ['member-of-organizations', ['parties']],
  ['location-uuid', ['locations']],
  ['location-uuids', ['locations']],
  ['component-uuid', ['components']],
  ['activity-uuid', ['activities']],
  ['task-uuid', ['tasks']],
  ['observation-uuid', ['observations']],
  ['risk-uuid', ['risks']],
  ['finding-uuid', ['findings']],
  ['response-uuid', ['remediations']],
  ['provided-uuid', ['provided']],
  ['responsibility-uuid', ['responsibilities']],
  ['subject-placeholder-uuid', []],
  ['implementation-uuid', []],
  ['implementation-statement-uuid', []],
])

/** Members that name something by id. */
const idReferences: ReadonlyMap<string, readonly string[]> = new Map([
  ['control-id', ['controls']],
  ['with-ids', ['controls']],
  ['id-ref', ['controls', 'parts']],
  ['statement-id', ['parts']],
  ['statement-ids', ['parts']],
  ['objective-id', ['parts']],
  ['target-id', ['parts']],
  ['by-id', ['controls', 'parts', 'params']],
  ['param-id', ['params']],
  ['depends-on', ['params']],
  ['role-id', ['roles']],
  ['role-ids', ['roles']],
])

/** `subject-uuid` and `actor-uuid` say by their `type` what they name. */
const listOfType: ReadonlyMap<string, readonly string[]> = new Map([
  ['component', ['components']],
  ['inventory-item', ['inventory-items']],
  ['location', ['locations']],
  ['party', ['parties']],
  ['user', ['users']],
  ['resource', ['resources']],
  ['tool', ['components']],
  ['assessment-platform', ['assessment-platforms']],
])

/** Members that hold markup, into which a parameter can be inserted. Elsewhere braces are only braces. */
const markup: ReadonlySet<string> = new Set([
  'caption',
  'choice',
  'description',
  'label',
  'prose',
  'purpose',
  'remarks',
  'statement',
  'text',
  'title',
  'usage',
])

/** Members whose `href` is another document on which this one stands. */
const imports: ReadonlySet<string> = new Set([
  'import-profile',
  'import-ssp',
  'import-ap',
  'imports',
  'import-component-definitions',
  'source-resource',
  'target-resource',
])

/** Reads the body of a document, whatever its model. */
export function indexReferences(body: JsonObject): ReferenceIndex {
  const uuids = new Map<string, string[]>()
  const ids = new Map<string, number>()
  const references: Reference[] = []

  /** `list` is the member under which the value stands, also for the members of a list. */
  const read = (value: Json, path: string, list: string): void => {
    if (isList(value)) {
      for (const [at, one] of value.entries()) read(one, `${path}/${at}`, list)
      return
    }
    if (!isObject(value)) return
    const { uuid, id } = value
    if (typeof uuid === 'string') uuids.set(uuid, [...(uuids.get(uuid) ?? []), list])
    if (typeof id === 'string' && listsWithIds.has(list)) {
      ids.set(`${list}/${id}`, (ids.get(`${list}/${id}`) ?? 0) + 1)
    }
    for (const [member, content] of Object.entries(value)) {
      for (const text of textsIn(content)) note(value, member, text, `${path}/${member}`, list)
      read(content, `${path}/${member}`, member)
    }
  }

  const note = (owner: JsonObject, member: string, value: string, path: string, list: string): void => {
    if (markup.has(member)) {
      for (const [, parameter = ''] of value.matchAll(/\{\{\s*insert:\s*param,\s*([^\s}]*)\s*\}\}/g)) {
        references.push({ path, to: 'id', kinds: ['params'], value: parameter })
      }
    }
    const byUuid = uuidReferences.get(member)
    if (byUuid !== undefined) references.push({ path, to: 'uuid', kinds: byUuid, value })
    if (member === 'subject-uuid' || member === 'actor-uuid') {
      const { type } = owner
      references.push({
        path,
        to: 'uuid',
        kinds: (typeof type === 'string' ? listOfType.get(type) : null) ?? [],
        value,
      })
    }
    const byId = idReferences.get(member)
    if (byId !== undefined) references.push({ path, to: 'id', kinds: byId, value })
    const isImport =
      (member === 'href' && imports.has(list)) || (member === 'source' && list === 'control-implementations')
    if (isImport) references.push({ path, to: 'import', kinds: [], value })
    // An rlink says where a copy of the resource lies, which is no part of any document.
    else if (member === 'href' && list !== 'rlinks') references.push({ path, to: 'href', kinds: [], value })
  }

  read(body, '', '')
  return { uuids, ids, references }
}

function textsIn(content: Json): string[] {
  if (typeof content === 'string') return [content]
  return isList(content) ? content.filter((one) => typeof one === 'string') : []
}

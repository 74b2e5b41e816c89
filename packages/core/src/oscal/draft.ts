import type { JsonObject } from './json.ts'
import { isObject, withoutEmpty } from './json.ts'
import type { OscalModel } from './model.ts'
import { nameUuid } from './name-uuid.ts'
import type { Scope } from './scope.ts'
import { line, property, prose, title } from './text.ts'

/** A complete OSCAL document: one member, named as its model. */
export type OscalDocument = JsonObject

/** A document being written. People, roles and resources that its parts name are gathered as they are named. */
export interface Draft {
  readonly scope: Scope
  /** The UUID of what `name` names, the same in every document of the organization. */
  readonly uuid: (...name: readonly string[]) => string
  /** UUID of the party for a person. */
  readonly person: (id: string) => string
  /** UUID of the party for the organization itself. */
  readonly organization: () => string
  /** Declares a role by its id and returns the id. */
  readonly role: (id: keyof typeof roles) => string
  /** Puts a resource into the back matter, once, and returns a link to it. */
  readonly resource: (key: string, describe: () => JsonObject) => string
  /** The finished document. Its own UUID follows from its content, so that each revision has its own. */
  readonly close: (heading: Heading, body: JsonObject) => OscalDocument
}

export interface Heading {
  readonly title: string
  readonly remarks?: string | undefined
}

const roles = {
  owner: 'Owner',
  'backup-owner': 'Backup owner',
  'prepared-by': 'Prepared by',
} as const

/** Begins a document of `model`. */
export function openDraft(model: OscalModel, scope: Scope): Draft {
  const { input, program, organization } = scope
  const parties = new Map<string, JsonObject>()
  const named = new Map<string, string>()
  const resources = new Map<string, JsonObject>()
  const uuid = (...name: readonly string[]): string => nameUuid(input.organization, name.join('\n'), input.sha1)
  const enlist = (kind: string, id: string, party: JsonObject): string => {
    const own = uuid(kind, id)
    parties.set(own, { uuid: own, ...party })
    return own
  }
  const draft: Draft = {
    scope,
    uuid,
    person: (id) => {
      const person = program.person.get(id)
      return enlist('person', id, {
        type: 'person',
        name: line(person?.name ?? id),
        props: person?.title === undefined ? [] : [property('job-title', person.title)],
        remarks: person?.left === undefined || person.left > scope.asOf ? undefined : `Left on ${person.left}.`,
      })
    },
    organization: () =>
      enlist('organization', organization.id, { type: 'organization', name: line(organization.name) }),
    role: (id) => {
      named.set(id, roles[id])
      return id
    },
    resource: (key, describe) => {
      const own = uuid('resource', key)
      if (!resources.has(own)) resources.set(own, { uuid: own, ...describe() })
      return `#${own}`
    },
    close: (heading, body) => {
      const preparedBy = { 'role-id': draft.role('prepared-by'), 'party-uuids': [draft.organization()] }
      const content = withoutEmpty({
        metadata: {
          title: title(heading.title),
          'last-modified': input.instant,
          version: scope.asOf,
          'oscal-version': '1.2.2',
          props: [property('as-of', scope.asOf), property('generator', `Evidentia ${input.release}`)],
          roles: byKey(named).map(([id, name]) => ({ id, title: name })),
          parties: byKey(parties).map(([, party]) => party),
          'responsible-parties': [preparedBy],
          remarks: heading.remarks === undefined ? undefined : prose(heading.remarks),
        },
        ...body,
        'back-matter': resources.size === 0 ? undefined : { resources: byKey(resources).map(([, one]) => one) },
      })
      return { [model]: { uuid: uuid('document', model, JSON.stringify(content)), ...content } }
    },
  }
  return draft
}

/** The body of a document, whatever its model. */
export function bodyOf(document: OscalDocument): JsonObject {
  const [body] = Object.values(document)
  return isObject(body) ? body : {}
}

/** The file name by which the documents of one export refer to each other. */
export function documentName(model: OscalModel, framework?: string): string {
  return framework === undefined ? `${model}.json` : `${model}-${framework}.json`
}

function byKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

import type { OscalDocument } from './draft.ts'
import { bodyOf } from './draft.ts'
import type { Json, JsonObject } from './json.ts'
import { isList, isObject } from './json.ts'
import type { Reference, ReferenceIndex } from './reference-index.ts'
import { indexReferences } from './reference-index.ts'

/** A reference that leads nowhere, or a name that two things share. */
export interface ReferenceProblem {
  /** Place in the document, as slashes and indexes. */
  readonly path: string
  readonly problem: string
}

/**
 * What NIST's schema does not see: that every UUID is unique, and that every UUID, id, parameter and link leads to something
 * in the document or in the documents it imports. Controls are those a profile selected, not all its catalogs have.
 * `imports` holds those documents, and the ones they import, by the href under which they are named.
 */
export function checkReferences(
  document: OscalDocument,
  imports: ReadonlyMap<string, OscalDocument>,
): ReferenceProblem[] {
  const library = new Library(imports)
  const own = library.read(document)
  const repeated = [
    ...[...own.uuids].flatMap(([uuid, lists]) =>
      lists.length > 1
        ? [`UUID ${uuid} stands in ${lists.map((list) => (list === '' ? 'the document' : list)).join(' and ')}`]
        : [],
    ),
    ...[...own.ids].flatMap(([id, times]) => (times > 1 ? [`${id} is declared ${times} times`] : [])),
  ]
  return [
    ...repeated.map((problem) => ({ path: '/', problem })),
    ...own.references.flatMap((reference) => {
      const problem = library.resolve(document, reference)
      return problem === null ? [] : [{ path: reference.path, problem }]
    }),
  ]
}

/** Documents by href, read once. */
class Library {
  readonly #documents: ReadonlyMap<string, OscalDocument>
  readonly #indexes = new Map<OscalDocument, ReferenceIndex>()
  readonly #reached = new Map<OscalDocument, readonly OscalDocument[]>()
  readonly #controls = new Map<OscalDocument, ReadonlySet<string>>()

  constructor(documents: ReadonlyMap<string, OscalDocument>) {
    this.#documents = documents
  }

  read(document: OscalDocument): ReferenceIndex {
    const known = this.#indexes.get(document) ?? indexReferences(bodyOf(document))
    this.#indexes.set(document, known)
    return known
  }

  /** The problem with a reference, or null where it resolves. */
  resolve(document: OscalDocument, { to, kinds, value }: Reference): string | null {
    switch (to) {
      case 'import':
        return this.#resolveLink(document, value, 'imports')
      case 'href':
        return this.#resolveLink(document, value, 'links to')
      case 'uuid': {
        const isKnown = this.#reach(document).some((one) => {
          const lists = this.read(one).uuids.get(value)
          return lists?.some((list) => kinds.length === 0 || kinds.includes(list)) === true
        })
        return isKnown ? null : `names ${value}, which is in no list of ${kinds.join(' or ') || 'anything'}`
      }
      case 'id': {
        const isKnown = kinds.some((kind) =>
          kind === 'controls'
            ? this.#controlsBefore(document).has(value)
            : this.#reach(document).some((one) => this.read(one).ids.has(`${kind}/${value}`)),
        )
        return isKnown ? null : `names ${value}, which is none of the ${kinds.join(' or ')} in reach`
      }
    }
  }

  #resolveLink(document: OscalDocument, href: string, verb: string): string | null {
    const [name = '', fragment] = href.split('#')
    // A URI of its own leads out of what can be checked offline.
    if (/^[a-z][a-z0-9+.-]*:/i.test(name)) return null
    const target = name === '' ? document : this.#documents.get(name)
    if (target === undefined) return `${verb} ${name}, which is not among the documents`
    if (fragment === undefined) return null
    const { uuids, ids } = this.read(target)
    const isKnown = uuids.has(fragment) || [...ids.keys()].some((id) => id.endsWith(`/${fragment}`))
    return isKnown ? null : `${verb} ${href}, and nothing there is called that`
  }

  /** The document and everything it imports, directly or not. */
  #reach(document: OscalDocument): readonly OscalDocument[] {
    const known = this.#reached.get(document)
    if (known !== undefined) return known
    const reached = new Set([document])
    for (const one of reached) for (const next of this.#importsOf(one)) reached.add(next)
    this.#reached.set(document, [...reached])
    return [...reached]
  }

  #importsOf(document: OscalDocument): OscalDocument[] {
    const hrefs = this.read(document).references.filter(({ to }) => to === 'import')
    const found = hrefs.map(({ value }) => this.#documents.get(value.split('#')[0] ?? ''))
    return found.filter((one) => one !== undefined)
  }

  /** The controls that a document can name: its own and those that its imports pass on. */
  #controlsBefore(document: OscalDocument): ReadonlySet<string> {
    const known = this.#controls.get(document)
    if (known !== undefined) return known
    // Set first, so that documents that import each other end here.
    this.#controls.set(document, new Set())
    const own = [...this.read(document).ids.keys()].filter((id) => id.startsWith('controls/'))
    const passed = this.#importsOf(document).flatMap((one) => [...this.#controlsAfter(one)])
    const all = new Set([...own.map((id) => id.slice('controls/'.length)), ...passed])
    this.#controls.set(document, all)
    return all
  }

  /** The controls that a document passes on: a profile only those it selects. */
  #controlsAfter(document: OscalDocument): ReadonlySet<string> {
    const before = this.#controlsBefore(document)
    if (document['profile'] === undefined) return before
    const selections = objectsIn(bodyOf(document)['imports'])
    const selected = selections.flatMap((one) => {
      const includes = one['include-all'] === undefined ? idsIn(one['include-controls']) : [...before]
      const excluded = new Set(idsIn(one['exclude-controls']))
      return includes.filter((id) => !excluded.has(id))
    })
    return new Set(selected.filter((id) => before.has(id)))
  }
}

function idsIn(selection: Json): string[] {
  return objectsIn(selection).flatMap((one) => {
    const ids = one['with-ids']
    return isList(ids) ? ids.filter((id) => typeof id === 'string') : []
  })
}

function objectsIn(list: Json): JsonObject[] {
  return isList(list) ? list.filter(isObject) : []
}

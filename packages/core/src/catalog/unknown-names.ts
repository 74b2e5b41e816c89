import type { DocumentBody, DocumentKind, ProgramDocument } from '../program/document.ts'
import type { Catalog } from './catalog.ts'
import { findEvidenceRequirement } from './catalog.ts'

/** A name in a program document that the catalog does not have, or has in another sense than the document needs. */
export interface UnknownName {
  readonly field: string
  /** What was looked for, in words: `evidence requirement`. */
  readonly what: string
  readonly name: string
}

type Finder<K extends DocumentKind> = (catalog: Catalog, body: DocumentBody<K>) => UnknownName[]

/** Which kinds of document name something of the catalog, and where: the one table. */
const finders: { readonly [K in DocumentKind]?: Finder<K> } = {
  organization: (catalog, { frameworks }) => [
    ...frameworks
      .filter((id) => !catalog.frameworks.has(id))
      .map((name) => ({ field: 'frameworks', what: 'framework', name })),
    ...secondEditions(catalog, frameworks).map((name) => ({
      field: 'frameworks',
      what: 'second edition to be judged by at the same time',
      name,
    })),
  ],
  control: (catalog, { id, version, evidence }) => {
    const control = catalog.versions.get(`${id}@${version}`)
    if (control === undefined) {
      return catalog.controls.has(id)
        ? [{ field: 'version', what: 'version of this control', name: `${id}, version ${version}` }]
        : [{ field: 'id', what: 'control', name: id }]
    }
    const known = new Set(control.evidence.map((requirement) => requirement.id))
    return Object.keys(evidence ?? {})
      .filter((requirement) => !known.has(requirement))
      .map((requirement) => ({ field: 'evidence', what: 'evidence requirement', name: `${id}/${requirement}` }))
  },
  exception: (catalog, body) => findUnknownRequirements(catalog, [body], () => ''),
  decision: (catalog, { framework, requirement }) => {
    const found = catalog.frameworks.get(framework)?.requirements.find((r) => r.id === requirement)
    return found?.designation === 'addressable'
      ? []
      : [{ field: 'requirement', what: 'addressable specification', name: `${framework} ${requirement}` }]
  },
  connection: (catalog, { feeds }) =>
    feeds.flatMap(({ proves }, at) => findUnknownRequirements(catalog, proves, (nth) => `feeds.${at}.proves.${nth}.`)),
  webhook: findUnknownProofs,
  mailbox: findUnknownProofs,
  'scim-directory': findUnknownProofs,
  policy: (catalog, { controls }) =>
    controls.filter((id) => !catalog.controls.has(id)).map((name) => ({ field: 'controls', what: 'control', name })),
  'licensed-statement': (catalog, { framework, requirement }) =>
    catalog.frameworks.get(framework)?.requirements.some((r) => r.id === requirement) === true
      ? []
      : [{ field: 'requirement', what: 'requirement', name: `${framework} ${requirement}` }],
}

function findUnknownProofs(catalog: Catalog, { proves }: { readonly proves: readonly Requiring[] }): UnknownName[] {
  return findUnknownRequirements(catalog, proves, (at) => `proves.${at}.`)
}

interface Requiring {
  readonly requirement: string
}

/** `placeOf`: the path of the nth object within the body, to which the name of the field is added. */
function findUnknownRequirements(
  catalog: Catalog,
  objects: readonly Requiring[],
  placeOf: (at: number) => string,
): UnknownName[] {
  return objects.flatMap(({ requirement: name }, at) =>
    findEvidenceRequirement(catalog, name) === null
      ? [{ field: `${placeOf(at)}requirement`, what: 'evidence requirement', name }]
      : [],
  )
}

/** What `document` names that the catalog does not have. A misspelt control would owe nothing and look like one without gaps. */
export function listUnknownNames<K extends DocumentKind>(
  catalog: Catalog,
  { kind, body }: ProgramDocument<K>,
): UnknownName[] {
  return body === null ? [] : (finders[kind]?.(catalog, body) ?? [])
}

function secondEditions(catalog: Catalog, ids: readonly string[]): string[] {
  const families = new Set<string>()
  return ids.filter((id) => {
    const family = catalog.frameworks.get(id)?.family
    if (family === undefined || !families.has(family)) {
      if (family !== undefined) families.add(family)
      return false
    }
    return true
  })
}

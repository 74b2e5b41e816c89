import type { Catalog, ManifestEntry, ProgramDocument } from '@evidentia/core'
import { EvidentiaError, findEvidenceRequirement } from '@evidentia/core'

/** A name in the folder that the catalog does not have. */
interface Stranger {
  readonly file: string
  readonly where: string
  readonly what: string
  readonly name: string
}

/**
 * Refuses a folder that names a framework, control or evidence requirement which the catalog does not contain. Passed
 * over in silence, a misspelt control would owe nothing and look like a control without gaps.
 * Throws EvidentiaError `invalid-input` naming the first and how many follow.
 */
export function checkCatalogReferences(
  catalog: Catalog,
  documents: readonly ProgramDocument[],
  manifest: readonly ManifestEntry[],
): void {
  const strangers = [
    ...documents.flatMap((document) => findInDocument(catalog, document)),
    ...manifest.flatMap((entry) => findInManifest(catalog, entry)),
  ]
  const [first] = strangers
  if (first === undefined) return
  const more = strangers.length === 1 ? '' : ` (and ${strangers.length - 1} more)`
  const { file, where, what, name } = first
  throw new EvidentiaError('invalid-input', `${file}, ${where}: the catalog has no ${what} "${name}".${more}`, {
    place: { file, field: where },
    remedy: 'Correct the name, or add it to the catalog.',
  })
}

function findInDocument(catalog: Catalog, document: ProgramDocument): Stranger[] {
  if (isOf(document, 'organization')) {
    const unknown = (document.body?.frameworks ?? []).filter((id) => !catalog.frameworks.has(id))
    return unknown.map((name) => ({ file: 'program/organization.yaml', where: 'frameworks', what: 'framework', name }))
  }
  if (isOf(document, 'control')) {
    const file = 'program/controls.yaml'
    const control = catalog.controls.get(document.id)
    if (control === undefined) return [{ file, where: 'id', what: 'control', name: document.id }]
    const known = new Set(control.evidence.map(({ id }) => id))
    const unknown = Object.keys(document.body?.evidence ?? {}).filter((id) => !known.has(id))
    const what = 'evidence requirement'
    return unknown.map((id) => ({ file, where: `${document.id}.evidence`, what, name: `${document.id}/${id}` }))
  }
  if (isOf(document, 'exception')) {
    const name = document.body?.requirement
    if (name === undefined || findEvidenceRequirement(catalog, name) !== null) return []
    return [
      { file: 'program/exceptions.yaml', where: `${document.id}.requirement`, what: 'evidence requirement', name },
    ]
  }
  return []
}

function findInManifest(catalog: Catalog, { file, proves }: ManifestEntry): Stranger[] {
  const unknown = proves.filter(({ requirement }) => findEvidenceRequirement(catalog, requirement) === null)
  return unknown.map(({ requirement }) => ({
    file: 'evidence/manifest.yaml',
    where: `${file}, proves.requirement`,
    what: 'evidence requirement',
    name: requirement,
  }))
}

function isOf<K extends ProgramDocument['kind']>(document: ProgramDocument, kind: K): document is ProgramDocument<K> {
  return document.kind === kind
}

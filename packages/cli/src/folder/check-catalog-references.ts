import { programFileOf } from '@evidentia/connectors'
import type { Catalog, ManifestEntry, ProgramDocument } from '@evidentia/core'
import { EvidentiaError, findEvidenceRequirement, listUnknownNames } from '@evidentia/core'

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
  return listUnknownNames(catalog, document).map(({ field, what, name }) => ({
    file: programFileOf(document.kind),
    where: document.kind === 'organization' || field === 'id' ? field : `${document.id}.${field}`,
    what,
    name,
  }))
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

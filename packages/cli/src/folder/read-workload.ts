import { composeEvidence, readProgramFolder } from '@evidentia/connectors'
import type { Catalog, EvidenceBody, Organization, ProgramDocument } from '@evidentia/core'
import { EvidentiaError, mappingsOn } from '@evidentia/core'
import { checkCatalogReferences } from './check-catalog-references.ts'
import type { DiskFolder } from './disk-folder.ts'
import { recordFile } from './record-file.ts'

/** A program folder, read whole: its documents, its evidence, and where the bytes behind them are. */
export interface Workload {
  /** The newest version in the folder, which names the time zone. */
  readonly organization: Organization
  readonly documents: readonly ProgramDocument[]
  readonly evidence: readonly EvidenceBody[]
  /** Path on this machine and size of every artifact, by SHA-256. */
  readonly artifacts: ReadonlyMap<string, { readonly path: string; readonly size: number }>
  /** Derived records as NDJSON, by evidence id. */
  readonly records: ReadonlyMap<string, Uint8Array>
}

/** A folder is as it is: the newest version of each mapping reads its files. */
const endOfTime = '9999-12-31'

/** Reads the program and hashes and parses every file its manifest lists. Throws EvidentiaError naming file, line and field. */
export async function readWorkload(folder: DiskFolder, catalog: Catalog): Promise<Workload> {
  const { documents, manifest } = await readProgramFolder(folder)
  checkCatalogReferences(catalog, documents, manifest)
  const organization = findOrganization(documents)
  const mappings = mappingsOn(documents, endOfTime)
  const evidence = new Map<string, EvidenceBody>()
  const artifacts = new Map<string, { path: string; size: number }>()
  const records = new Map<string, Uint8Array>()
  for (const { file, ...claim } of manifest) {
    const name = `evidence/${file}`
    const path = folder.locate(name)
    const { artifact, derived, records: found } = await recordFile(path, name, { mappings })
    const broughtBy = { type: 'folder', id: organization.id } as const
    const body = composeEvidence({ artifact, derived, claim, broughtBy })
    // The same bytes claimed for the same thing are the same evidence; the first mention counts.
    if (evidence.has(body.id)) continue
    evidence.set(body.id, body)
    artifacts.set(artifact.sha256, { path, size: artifact.size })
    if (found !== null) records.set(body.id, found)
  }
  return { organization, documents, evidence: [...evidence.values()], artifacts, records }
}

/** The newest description of the organization among the documents. */
export function findOrganization(documents: readonly ProgramDocument[]): Organization {
  const versions = documents
    .filter((d): d is ProgramDocument<'organization'> => d.kind === 'organization' && d.body !== null)
    .toSorted((a, b) => (a.effective < b.effective ? -1 : 1))
  const body = versions.at(-1)?.body
  if (body == null) {
    throw new EvidentiaError('invalid-input', 'program/organization.yaml describes no organization.', {
      place: { file: 'program/organization.yaml' },
      remedy: 'Describe the organization in that file.',
    })
  }
  return body
}

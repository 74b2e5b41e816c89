import type { ManifestEntry, ProgramDocument } from '@evidentia/core'
import { findBadChecks } from './check-documents.ts'
import { findConflicting, findDangling, findDuplicates, kindOfFile, readDocuments } from './documents.ts'
import type { PlacedDocument } from './documents.ts'
import { findUnlisted, manifestName, readManifest } from './manifest.ts'
import { Problems } from './problem.ts'
import { readYaml } from './yaml-file.ts'
import type { YamlFile } from './yaml-file.ts'

/** A folder as it is handed in: this package opens no files itself. Paths are relative, with forward slashes. */
export interface FolderSource {
  /** Every file below the folder. */
  list(): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
}

export interface ProgramFolder {
  readonly documents: ProgramDocument[]
  /** `file` of each entry is relative to `evidence/`. */
  readonly manifest: ManifestEntry[]
}

const organizationFile = 'program/organization.yaml'

/**
 * Reads `program/*.yaml` and `evidence/manifest.yaml`. Everything is checked before anything is returned: shapes, duplicate
 * versions, references between objects, and the manifest against the files. Throws EvidentiaError `malformed-file`
 * with the first problem, in the order of the files, and how many more there are.
 */
export async function readProgramFolder(source: FolderSource): Promise<ProgramFolder> {
  const files = new Set((await source.list()).filter((path) => !path.startsWith('.')))
  const problems = new Problems()
  findUnknownFiles(files, problems)
  const placed = await readProgram(source, files, problems)
  const documents = placed.map(({ document }) => document)
  // References are judged only when every document could be read; otherwise each unread one would look missing.
  if (!problems.any) {
    findDuplicates(placed, problems)
    findDangling(placed, problems)
    findConflicting(placed, problems)
    findBadChecks(placed, problems)
  }
  problems.refuse()
  const yaml = files.has(manifestName) ? readYaml(manifestName, await source.read(manifestName), problems) : null
  const manifest = yaml === null ? [] : readManifest(yaml, files, documents, problems)
  if (!problems.any) findUnlisted(files, manifest, problems)
  problems.refuse()
  return { documents, manifest }
}

async function readProgram(
  source: FolderSource,
  files: ReadonlySet<string>,
  problems: Problems,
): Promise<PlacedDocument[]> {
  if (!files.has(organizationFile)) {
    problems.add({
      file: organizationFile,
      sentence: 'this file is missing',
      remedy: 'Add it; it names the organization and its observation period.',
    })
    return []
  }
  const placed: PlacedDocument[] = []
  let since: string | null = null
  for (const [name, kind] of Object.entries(kindOfFile)) {
    if (!files.has(name)) continue
    const yaml: YamlFile | null = readYaml(name, await source.read(name), problems)
    if (yaml === null) continue
    const found = readDocuments(kind, yaml, since, problems)
    if (name === organizationFile) since = observationStart(found)
    placed.push(...found)
  }
  return placed
}

function observationStart([organization]: readonly PlacedDocument[]): string | null {
  const body = organization?.document.body
  return body != null && 'observationPeriod' in body ? body.observationPeriod.from : null
}

/** A misspelt `program/system.yaml` would otherwise leave its systems out without a word. */
function findUnknownFiles(files: ReadonlySet<string>, problems: Problems): void {
  for (const path of [...files].toSorted()) {
    if (!path.startsWith('program/') || !/\.ya?ml$/.test(path) || path in kindOfFile) continue
    const known = Object.keys(kindOfFile).map((name) => name.slice('program/'.length))
    problems.add({ file: path, sentence: 'no program file has this name', remedy: `Use one of ${known.join(', ')}.` })
  }
}

import { manifestEntrySchema } from '@evidentia/core'
import type { DocumentKind, ManifestEntry, ProgramDocument } from '@evidentia/core'
import { shown } from '../source-file/refusal.ts'
import type { Problems } from './problem.ts'
import { parseAt } from './schema-problems.ts'
import type { YamlFile } from './yaml-file.ts'

export const manifestName = 'evidence/manifest.yaml'

interface PlacedEntry {
  readonly entry: ManifestEntry
  readonly at: number
}

/** The entries of the manifest, each checked against the files that exist and the objects the program has. */
export function readManifest(
  file: YamlFile,
  files: ReadonlySet<string>,
  documents: readonly ProgramDocument[],
  problems: Problems,
): ManifestEntry[] {
  if (file.value === null) return []
  if (!Array.isArray(file.value)) {
    problems.add({
      file: file.name,
      line: 1,
      sentence: 'the file is not a list of evidence entries',
      remedy: 'Begin each entry with a hyphen.',
    })
    return []
  }
  const placed = file.value.flatMap((item: unknown, at): PlacedEntry[] => {
    const entry = parseAt(manifestEntrySchema, file, [at], item, problems)
    return entry === null ? [] : [{ entry, at }]
  })
  checkFiles(file, placed, files, problems)
  checkReferences(file, placed, documents, problems)
  return placed.map(({ entry }) => entry)
}

/** Adds a problem for each evidence file that the manifest does not list: silence about a file is how evidence gets lost. */
export function findUnlisted(
  files: ReadonlySet<string>,
  entries: readonly { readonly file: string }[],
  problems: Problems,
): void {
  const listed = new Set(entries.map((entry) => `evidence/${entry.file}`))
  for (const path of [...files].toSorted()) {
    if (!path.startsWith('evidence/') || path === manifestName || listed.has(path) || isBeside(path)) continue
    const remedy = `Add an entry for it to ${manifestName}, or move it out of evidence/.`
    problems.add({ file: path, sentence: 'the manifest does not list this file', remedy })
  }
}

/** A README or a hidden file explains the folder and proves nothing. */
function isBeside(path: string): boolean {
  const name = path.split('/').at(-1) ?? ''
  return name.startsWith('.') || name === 'README.md'
}

function checkFiles(
  file: YamlFile,
  placed: readonly PlacedEntry[],
  files: ReadonlySet<string>,
  problems: Problems,
): void {
  const lines = new Map<string, number | undefined>()
  for (const { entry, at } of placed) {
    const line = file.lineOf([at, 'file'])
    const complain = (sentence: string, remedy: string): void =>
      problems.add({ file: file.name, line, field: 'file', sentence, remedy })
    if (!isInside(entry.file)) {
      complain(
        `${shown(entry.file)} does not stay inside the evidence folder`,
        'Use a relative path with forward slashes and without "..".',
      )
    } else if (lines.has(entry.file)) {
      complain(
        `${shown(entry.file)} is already listed on line ${lines.get(entry.file) ?? 1}`,
        'List a file once, with everything it proves.',
      )
    } else if (!files.has(`evidence/${entry.file}`)) {
      complain(`there is no file ${shown(entry.file)} in the evidence folder`, 'Add the file or correct the path.')
    }
    lines.set(entry.file, line)
  }
}

/** A manifest comes from elsewhere; a path that climbs out would read any file of this machine. */
function isInside(path: string): boolean {
  return !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

function checkReferences(
  file: YamlFile,
  placed: readonly PlacedEntry[],
  documents: readonly ProgramDocument[],
  problems: Problems,
): void {
  const known = new Set(documents.map((document) => `${document.kind}/${document.id}`))
  const check = (kind: DocumentKind, id: string | undefined, path: readonly PropertyKey[]): void => {
    if (id === undefined || known.has(`${kind}/${id}`)) return
    const sentence = `there is no ${kind} ${shown(id)}`
    const field = path.slice(1).join('.')
    problems.add({
      file: file.name,
      line: file.lineOf(path),
      field,
      sentence,
      remedy: `Add that ${kind} or correct the name.`,
    })
  }
  for (const { entry, at } of placed) {
    for (const [index, proves] of entry.proves.entries()) {
      check('system', proves.system, [at, 'proves', index, 'system'])
      check('vendor', proves.vendor, [at, 'proves', index, 'vendor'])
    }
    if (entry.collector?.startsWith('connector:') !== true) check('person', entry.collector, [at, 'collector'])
  }
}

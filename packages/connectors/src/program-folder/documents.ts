import { dateSchema, documentSchemas, findConflicts, findDanglingReferences, listReferences } from '@evidentia/core'
import type { DocumentKind, ProgramDocument } from '@evidentia/core'
import { shown } from '../source-file/refusal.ts'
import type { Problems } from './problem.ts'
import { parseAt } from './schema-problems.ts'
import type { YamlFile } from './yaml-file.ts'

/** Which file holds which kind. `organization.yaml` is one mapping; every other file is a list. */
export const kindOfFile: Readonly<Record<string, DocumentKind>> = {
  'program/organization.yaml': 'organization',
  'program/people.yaml': 'person',
  'program/systems.yaml': 'system',
  'program/flows.yaml': 'flow',
  'program/dependencies.yaml': 'dependency',
  'program/vendors.yaml': 'vendor',
  'program/agreements.yaml': 'agreement',
  'program/checks.yaml': 'check',
  'program/controls.yaml': 'control',
  'program/exceptions.yaml': 'exception',
  'program/decisions.yaml': 'decision',
  'program/policies.yaml': 'policy',
  'program/connections.yaml': 'connection',
  'program/webhooks.yaml': 'webhook',
  'program/mappings.yaml': 'mapping',
  'program/mailboxes.yaml': 'mailbox',
  'program/scim-directories.yaml': 'scim-directory',
  'program/statements.yaml': 'licensed-statement',
}

/** The file that holds the documents of a kind. */
export function programFileOf(kind: DocumentKind): string {
  return Object.entries(kindOfFile).find(([, held]) => held === kind)?.[0] ?? `program (${kind})`
}

/** A document with where it stands, so that a later problem can name the line. */
export interface PlacedDocument {
  readonly document: ProgramDocument
  readonly file: YamlFile
  readonly path: readonly PropertyKey[]
}

/** The documents of one file. `since` is the day from which an item without `effective` holds. */
export function readDocuments(
  kind: DocumentKind,
  file: YamlFile,
  since: string | null,
  problems: Problems,
): PlacedDocument[] {
  if (kind === 'organization') return readDocument(kind, file, [], file.value, since, problems)
  if (file.value === null) return []
  if (!Array.isArray(file.value)) {
    problems.add({
      file: file.name,
      line: 1,
      sentence: `the file is not a list of ${kind} entries`,
      remedy: 'Begin each entry with a hyphen.',
    })
    return []
  }
  return file.value.flatMap((item: unknown, at) => readDocument(kind, file, [at], item, since, problems))
}

/** One document that stands at `path` of a file. */
export function readDocument(
  kind: DocumentKind,
  file: YamlFile,
  path: readonly PropertyKey[],
  item: unknown,
  since: string | null,
  problems: Problems,
): PlacedDocument[] {
  const { effective, body } = splitVersion(item)
  const day = dateSchema.optional().safeParse(effective)
  if (!day.success) {
    const found = typeof effective === 'string' ? shown(effective) : 'this'
    const sentence = `${found} is not a calendar date such as 2026-10-31`
    const line = file.lineOf([...path, 'effective'])
    problems.add({ file: file.name, line, field: 'effective', sentence, remedy: 'Correct the date.' })
    return []
  }
  const parsed = parseAt(documentSchemas[kind], file, path, body, problems)
  if (parsed === null) return []
  const from = day.data ?? since ?? ('observationPeriod' in parsed ? parsed.observationPeriod.from : null)
  if (from === null) return []
  return [
    { document: { kind, id: parsed.id, effective: from, recordedAt: `${from}T00:00:00Z`, body: parsed }, file, path },
  ]
}

/** `effective: <date>` beside a body says from when this version holds. */
function splitVersion(item: unknown): { effective: unknown; body: unknown } {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { effective: undefined, body: item }
  const { effective, ...body }: { effective?: unknown } = item
  return { effective, body }
}

/** Adds a problem for each version that stands twice: the second one could never be told from the first. */
export function findDuplicates(placed: readonly PlacedDocument[], problems: Problems): void {
  const lines = new Map<string, number | undefined>()
  for (const { document, file, path } of placed) {
    const key = `${document.kind}/${document.id}/${document.effective}`
    const line = file.lineOf([...path, 'id'])
    if (lines.has(key)) {
      const sentence = `${document.kind} ${shown(document.id)} already stands on line ${lines.get(key) ?? 1} with the same effective day`
      problems.add({
        file: file.name,
        line,
        field: 'id',
        sentence,
        remedy: 'Give it another id, or another effective day if it is a new version.',
      })
    } else lines.set(key, line)
  }
}

/** Adds a problem for each field that names an object the folder does not have. */
export function findDangling(placed: readonly PlacedDocument[], problems: Problems): void {
  for (const { kind, id, field, refersTo } of findDanglingReferences(placed.map(({ document }) => document))) {
    if (problems.full) return
    const place = placed.find(
      ({ document }) =>
        document.kind === kind &&
        document.id === id &&
        listReferences(document).some(([path, , target]) => path === field && target === refersTo.id),
    )
    problems.add({
      file: place?.file.name ?? 'program',
      line: place?.file.lineOf([...place.path, ...field.split('.')]),
      field,
      sentence: `${kind} ${shown(id)} refers to ${refersTo.kind} ${shown(refersTo.id)}, which does not exist`,
      remedy: `Add that ${refersTo.kind} or correct the name.`,
    })
  }
}

/** Adds a problem for each two objects that cannot both be right on one day. */
export function findConflicting(placed: readonly PlacedDocument[], problems: Problems): void {
  const byDocument = new Map(placed.map((one) => [one.document, one]))
  for (const { document, field, sentence, remedy } of findConflicts(placed.map((one) => one.document))) {
    if (problems.full) return
    const place = byDocument.get(document)
    problems.add({
      file: place?.file.name ?? 'program',
      line: place?.file.lineOf([...place.path, ...field.split('.')]),
      field,
      sentence,
      remedy,
    })
  }
}

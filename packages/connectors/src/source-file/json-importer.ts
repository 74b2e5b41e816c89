import type { ImportedItem, Importer, RecordDraft, RecordType } from '@evidentia/core'
import type { z } from 'zod'
import { compiled } from './compiled-schema.ts'
import { type JsonPart, readJsonBlocks } from './json-parts.ts'
import { LocalTimes } from './local-times.ts'
import { malformed } from './refusal.ts'
import { SeenKeys } from './seen-keys.ts'
import { peekText } from './text.ts'

/** An importer of a JSON file, read part by part. */
export interface JsonImporterPlan {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly recordTypes: readonly RecordType[]
  /** Whether a file that begins so is of this kind; `start` is without byte order mark and leading space. */
  recognizes(start: string): boolean
  /** What is entered on the way, see `readJsonParts`. */
  readonly paths: readonly string[]
  /** How to get a file that can be read. */
  readonly remedy: string
  /** A reader of one file: it may remember what stood before. */
  open(read: PartReader): JsonReading
}

/** What of a part a reading sees, wherever it comes from. */
export type PartOfJson = Pick<JsonPart, 'path' | 'line' | 'value' | 'place'>

/** What is made of one file. Each part is asked about in the order of the file, then the end. */
export interface JsonReading {
  take(part: PartOfJson): Iterable<ImportedItem>
  end?(): Iterable<ImportedItem>
}

/** How the artifact of a collection begins: it holds what vendors answer and is none of their exports. */
export const collectionStart = '{"collection":{"connector":"'

/** Where a value stands: for refusals and for what is skipped. */
export interface Spot {
  readonly line: number
  readonly place: string
}

/** What every reading needs: values held against a schema, and each record given out once. */
export interface PartReader {
  /** The name of the file that is read. */
  readonly file: string
  /** Reads what may stand without an offset; a reading that asks it lists at its end what it left out. */
  readonly times: LocalTimes
  /** The value as `schema` has it. Refuses the file, naming line and field, where it is not so. */
  parse<S extends z.ZodType>(schema: S, value: unknown, spot: Spot): z.output<S>
  /** The record, or that the one of an earlier line stands here once more. */
  once(record: RecordDraft, spot: Spot): ImportedItem
}

/** An importer whose way of reading can be used on the same values in another file. */
export interface JsonImporter extends Importer {
  readonly plan: JsonImporterPlan
}

export function createJsonImporter(plan: JsonImporterPlan): JsonImporter {
  return {
    plan,
    id: plan.id,
    version: plan.version,
    title: plan.title,
    recordTypes: plan.recordTypes,
    recognizes: (head) => {
      const start = peekText(head)
        .replace(/^\uFEFF/, '')
        .trimStart()
      return !start.startsWith(collectionStart) && plan.recognizes(start)
    },
    async *read(file): AsyncGenerator<ImportedItem> {
      const reading = plan.open(readParts(file.name, plan.remedy))
      for await (const parts of readJsonBlocks(file, plan.paths))
        for (const part of parts) for (const item of reading.take(part)) yield item
      for (const item of reading.end?.() ?? []) yield item
    },
  }
}

/** What reads the parts of one file. */
export function readParts(file: string, remedy: string): PartReader {
  return new Reader(file, remedy)
}

class Reader implements PartReader {
  readonly file: string
  readonly times: LocalTimes
  readonly #remedy: string
  readonly #seen = new SeenKeys()

  constructor(file: string, remedy: string) {
    this.times = new LocalTimes(file)
    this.file = file
    this.#remedy = remedy
  }

  parse<S extends z.ZodType>(schema: S, value: unknown, { line, place }: Spot): z.output<S> {
    const parsed = compiled(schema).safeParse(value)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    const field = (issue?.path ?? []).reduce(fieldIn, place)
    throw malformed({ file: this.file, line, field }, explainIssue(issue), this.#remedy)
  }

  once(record: RecordDraft, spot: Spot): ImportedItem {
    return this.#seen.once(record, spot)
  }
}

function fieldIn(around: string, step: PropertyKey): string {
  if (typeof step === 'number') return `${around}[${step}]`
  return around === '' ? String(step) : `${around}.${String(step)}`
}

/** The schema's own words speak to programmers where a value is of the wrong kind. */
function explainIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type')
    return issue.message.endsWith('undefined')
      ? 'the value is missing'
      : `${kinds[issue.expected] ?? 'another value'} belongs here`
  if (issue?.message.startsWith('Invalid option')) return 'the word is none of those that may stand here'
  if (issue?.code === 'invalid_union') return 'a value of another kind belongs here'
  return issue?.message ?? 'the value cannot be read'
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** A list beside what is read: named with how much is in it, since it takes no record away. */
export function listUnread(name: string, value: unknown, { line, place }: Spot, about = ''): ImportedItem[] {
  if (!Array.isArray(value) || value.length === 0) return []
  const what = name.slice(0, 40)
  const field = place === '' ? what : `${place}.${what}`
  const reason = `not read: ${value.length} of ${what}${about === '' ? '' : ` (${about.slice(0, 80)})`}`
  return [{ skipped: { part: 'section', line, field, reason } }]
}

import type { ImportedItem, Importer, RecordType } from '@evidentia/core'
import { z } from 'zod'
import { someText } from '../source-file/json-fields.ts'
import {
  collectionStart,
  type JsonImporterPlan,
  type PartOfJson,
  type PartReader,
  readParts,
} from '../source-file/json-importer.ts'
import { type JsonPart, readJsonParts } from '../source-file/json-parts.ts'
import { pathOf } from '../source-file/json-paths.ts'
import { malformed } from '../source-file/refusal.ts'
import { peekText } from '../source-file/text.ts'

/** The reply that a part belongs to. */
export interface ReplyHeader {
  readonly request: string
  readonly about: string
  /** When it came. */
  readonly at: string
}

export interface CollectionReading {
  /** `path` is within the body, `''` for the body as a whole. */
  take(part: PartOfJson, reply: ReplyHeader): Iterable<ImportedItem> | AsyncIterable<ImportedItem>
  end?(): Iterable<ImportedItem>
}

export interface CollectionPlan {
  readonly connector: string
  readonly dataset: string
  readonly version: number
  readonly title: string
  readonly recordTypes: readonly RecordType[]
  /** What of a body is entered, as in `readJsonParts`: `[]` for its items. None: each body as a whole. */
  readonly paths?: readonly string[]
  open(read: PartReader, file: CollectionFile): CollectionReading
}

/** What the artifact says of itself. */
export interface CollectionFile {
  readonly name: string
  readonly settings: unknown
}

const remedy = 'Use the artifact as the collection left it.'
const within = 'replies[].body'
const headerSchema = z.object({ connector: someText, dataset: someText, settings: z.unknown() })
const unreadSchema = z.object({ request: z.string(), about: z.string(), kind: z.string(), reason: z.string() })
const endSchema = z.object({ replies: z.int().min(0), unread: z.int().min(0), complete: z.boolean() })

/**
 * Reads the artifact of a collection. Pure, so that an auditor gets the same records from the same bytes. Each read that failed is
 * a row that could not be read: a check then says `unknown` unless it finds a failure in what was read.
 */
export function createCollectionImporter(plan: CollectionPlan): Importer {
  const begins = `${collectionStart}${plan.connector}","dataset":"${plan.dataset}",`
  return {
    id: `${plan.connector}-${plan.dataset}-collection`,
    version: plan.version,
    title: plan.title,
    recordTypes: plan.recordTypes,
    recognizes: (head) => peekText(head).startsWith(begins),
    async *read(file): AsyncGenerator<ImportedItem> {
      const read = readParts(file.name, remedy)
      let reading: CollectionReading | null = null
      const counted = { replies: 0, unread: 0 }
      let header: Partial<Record<'request' | 'about' | 'at', string>> = {}
      let end: z.output<typeof endSchema> | null = null
      let last: JsonPart | null = null
      const paths = ['replies[].request', 'unread[]', ...(plan.paths ?? []).map((path) => pathOf(within, path))]
      for await (const part of readJsonParts(file, paths)) {
        last = part
        const { path, value } = part
        if (path === 'replies[].request') {
          counted.replies += 1
          header = { request: read.parse(z.string(), value, part) }
        } else if (path === 'replies[].about') header.about = read.parse(z.string(), value, part)
        else if (path === 'replies[].at') header.at = read.parse(z.iso.datetime({ offset: true }), value, part)
        else if (path.startsWith(within) && reading !== null)
          yield* reading.take(inBody(part), whole(header, file.name, part))
        else if (path === 'unread[]') {
          counted.unread += 1
          const { about, reason } = read.parse(unreadSchema, value, part)
          yield { skipped: { line: part.line, field: about, reason: `could not be read: ${reason}` } }
        } else if (path === 'end') end = read.parse(endSchema, value, part)
        else if (path === 'collection')
          reading = plan.open(read, { name: file.name, settings: read.parse(headerSchema, value, part).settings })
      }
      if (reading === null || end === null || end.replies !== counted.replies || end.unread !== counted.unread) {
        const place = { file: file.name, line: last?.line ?? 1, field: 'end' }
        throw malformed(place, 'the artifact is cut off: it does not hold what its end counts', remedy)
      }
      if (reading.end !== undefined) yield* reading.end()
    },
  }
}

function inBody({ path, value, line, place }: JsonPart): PartOfJson {
  return { path: path.slice(within.length).replace(/^\./, ''), value, line, place }
}

function whole(header: Partial<ReplyHeader>, file: string, part: JsonPart): ReplyHeader {
  const { request, about, at } = header
  if (request === undefined || about === undefined || at === undefined)
    throw malformed(
      { file, line: part.line, field: part.place },
      'the reply does not say what was asked, and when',
      remedy,
    )
  return { request, about, at }
}

/**
 * The importer of a dataset whose replies are what the vendor's own export holds. `follows`: members that lead to the next page,
 * which in a file alone would mean that there is more.
 */
export function collectionOf(
  plan: JsonImporterPlan,
  {
    follows = [],
    ...of
  }: Pick<CollectionPlan, 'connector' | 'dataset' | 'title'> & { readonly follows?: readonly string[] },
): Importer {
  const { version, recordTypes, paths } = plan
  return createCollectionImporter({
    ...of,
    version,
    recordTypes,
    paths,
    open: (read) => {
      const reading = plan.open(read)
      return {
        ...(reading.end === undefined ? {} : { end: () => reading.end?.() ?? [] }),
        take: (part) => (follows.includes(part.path) ? [] : reading.take(part)),
      }
    },
  })
}

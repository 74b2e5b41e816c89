import { Readable } from 'node:stream'
import { listResultLines, readResultLines } from '@evidentia/connectors'
import { EvidentiaError, type GivenRecords, type ItemVerdict, type ResultHead } from '@evidentia/core'
import { sha256Hex } from '@evidentia/ledger'
import type { Scope } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import { countDue } from './due-store.ts'
import { ResultSealer, type SealerParts } from './sealer.ts'
import * as store from './store.ts'

type ResultView = ResultHead & { readonly entry: number; readonly recordedAt: string }
interface Page<T> {
  readonly items: T[]
  readonly next: string | null
  readonly total: number
}
interface Paging {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The verdicts in the order in which items are sealed. */
const order = ['not-met', 'unknown', 'met', 'not-applicable'] as const

/** What checks answered: sealed after facts changed, found again, never changed. */
export class CheckResultService {
  readonly #parts: SealerParts
  readonly #sealer: ResultSealer

  constructor(parts: SealerParts) {
    this.#parts = parts
    this.#sealer = new ResultSealer(parts)
  }

  /** Runs the checks of the rows that facts or the day touched, and seals what is new. Returns how many results that were. */
  async seal(organization: string): Promise<number> {
    return this.#sealer.work(organization)
  }

  /** Newest first, and how many rows of the matrix wait for their checks to be run. */
  async list(
    scope: Scope,
    { cursor, limit, ...filter }: store.ResultFilter & Paging,
  ): Promise<Page<ResultView> & { waiting: number }> {
    const before = cursor === undefined ? null : readCursor(cursor)
    const { rows, total, waiting } = await this.#parts.transactions.read(scope, async (reader) => ({
      ...(await store.listResults(reader, filter, before, limit + 1)),
      waiting: await countDue(reader),
    }))
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const next = rows.length > limit && last !== undefined ? writeCursor(last.entry) : null
    return { items: shown.map(describe), next, total, waiting }
  }

  async read(scope: Scope, id: string): Promise<ResultView & { given: GivenRecords[] | null }> {
    const row = await this.#find(scope, id)
    return { ...describe(row), given: await this.#readGiven(scope, row) }
  }

  /** A page of items, or of those of one verdict; they stand in the order of verdicts, so that each verdict is one stretch. */
  async listItems(
    scope: Scope,
    id: string,
    { verdict, cursor, limit }: { verdict?: ResultHead['verdict'] | undefined } & Paging,
  ): Promise<Page<ItemVerdict>> {
    const row = await this.#find(scope, id)
    const { counts } = row.head
    const ahead = verdict === undefined ? [] : order.slice(0, order.indexOf(verdict))
    const start = ahead.reduce((sum, one) => sum + counts[one], 0)
    const total = verdict === undefined ? order.reduce((sum, one) => sum + counts[one], 0) : counts[verdict]
    const from = cursor === undefined ? 0 : readCursor(cursor)
    const end = Math.min(from + limit, total)
    const items = await this.#readItems(scope, row, start + from, start + end)
    return { items, next: end < total ? writeCursor(end) : null, total }
  }

  /** Everything a result says and was given, as the lines its artifact has or would have. */
  async openFile(scope: Scope, id: string): Promise<StreamAnswer> {
    const { content, content_sha256: sha256, content_size: size } = await this.#find(scope, id)
    const name = `${id}.ndjson`
    if (content === null && sha256 !== null && size !== null) {
      await this.#parts.blobs.refuseUnreadable(scope.organization, sha256)
      return { stream: this.#parts.blobs.open(scope.organization, sha256), name, size, sha256 }
    }
    const lines = [...listResultLines(content?.given ?? [], content?.items ?? [])]
    const bytes = Buffer.from(lines.join(''), 'utf8')
    return { stream: Readable.from([bytes]), name, size: bytes.length, sha256: sha256Hex(new Uint8Array(bytes)) }
  }

  /** Reads an artifact only as far as it must: what needs a person stands at its beginning. */
  async #readItems(scope: Scope, row: store.WholeRow, from: number, to: number): Promise<ItemVerdict[]> {
    if (row.content !== null) return row.content.items.slice(from, to)
    if (row.content_sha256 === null || from >= to) return []
    await this.#parts.blobs.refuseUnreadable(scope.organization, row.content_sha256)
    const stream = this.#parts.blobs.open(scope.organization, row.content_sha256)
    const items: ItemVerdict[] = []
    let at = 0
    for await (const line of readResultLines(stream)) {
      if (!('item' in line)) continue
      if (at >= from) items.push(line.item)
      at += 1
      if (at >= to) break
    }
    return items
  }

  /** The lines before the first item. */
  async #readGiven(scope: Scope, { content, content_sha256: sha256 }: store.WholeRow): Promise<GivenRecords[] | null> {
    if (content !== null || sha256 === null) return content?.given ?? null
    try {
      await this.#parts.blobs.refuseUnreadable(scope.organization, sha256)
    } catch (error) {
      if (error instanceof EvidentiaError && error.code === 'gone') return null
      throw error
    }
    const given: GivenRecords[] = []
    for await (const line of readResultLines(this.#parts.blobs.open(scope.organization, sha256))) {
      if (!('given' in line)) break
      given.push(line.given)
    }
    return given
  }

  async #find(scope: Scope, id: string): Promise<store.WholeRow> {
    const row = await this.#parts.transactions.read(scope, async (reader) => store.findResult(reader, id))
    if (row === undefined) throw new EvidentiaError('not-found', `There is no check result ${id}.`)
    return row
  }
}

function describe({ entry, recorded_at, head }: store.ResultRow): ResultView {
  return { ...head, entry, recordedAt: recorded_at.toISOString() }
}

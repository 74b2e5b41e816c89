import {
  type Catalog,
  type CheckShelf,
  type DateRange,
  EvidentiaError,
  type Evidence,
  type EvidenceBody,
  type EvidenceEvent,
  type RowIdentity,
  type SourcedRecord,
  type TypedRecord,
} from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import type { EvidenceRow } from '../../platform/log/sealed-evidence.ts'
import type { LogKeys } from '../../platform/log/log-keys.ts'
import { Gathering, type Served } from '../../platform/log/gathering.ts'
import { type EntryReceipt, readReceipt, readReceipts } from '../../platform/log/receipts.ts'
import type { DocumentService } from '../documents/service.ts'
import { describeFresh, describeItems, type EvidenceItem, refuseDisposed } from './items.ts'
import { inspectFile } from './inspection.ts'
import { type Deposit, type Prepared, prepareEvidence } from './intake.ts'
import { EvidenceRecorder, type Recorded } from './recorder.ts'
import type { ListMappings } from './recognize.ts'
import { workSideBySide } from './side-by-side.ts'
import * as lifecycle from './lifecycle-store.ts'
import * as ofRows from './row-store.ts'
import * as store from './store.ts'

type Receipt = EntryReceipt

const answeredAtOnce = 64
/** PostgreSQL takes 65,535 parameters in a statement. */
const askedAtOnce = 5000
/** Files of one caller that are read and taken apart at the same time. */
const preparedAtOnce = 4

interface Parts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly keys: LogKeys
  readonly catalog: Catalog
  readonly documents: DocumentService
}

/** What recording answers. */
export interface RecordedItem {
  readonly evidence: EvidenceItem
  readonly receipt: Receipt
  readonly duplicate: boolean
}

/** What recording answers for each file of a batch. */
export interface RecordedReceipt {
  readonly evidence: string
  readonly receipt: Receipt
  readonly duplicate: boolean
}

/** Evidence: taken in, sealed, found again. Never overwritten. */
export class EvidenceService {
  readonly #parts: Parts
  readonly #recorder: EvidenceRecorder
  readonly #answering = new Gathering<string, Omit<RecordedItem, 'duplicate'>>(
    answeredAtOnce,
    async (organization, ids) => this.#answer(organization, ids),
  )

  constructor(parts: Parts) {
    this.#parts = parts
    this.#recorder = new EvidenceRecorder(parts)
  }

  /** Records one file. The same file for the same claim is recorded once and answered with its first receipt. */
  async record(scope: Scope, deposit: Deposit): Promise<RecordedItem> {
    const [recorded] = await this.recordAll(scope, [deposit])
    if (recorded?.fresh === undefined)
      return { ...(await this.#answering.ask(scope.organization, recorded?.id ?? '')), duplicate: true }
    const { fresh } = recorded
    return { evidence: describeFresh(fresh.row, fresh.timeZone), receipt: fresh.receipt(), duplicate: false }
  }

  /** Records several files, all of them or none, and gives the receipt of each in their order. */
  async recordBatch(scope: Scope, deposits: readonly Deposit[]): Promise<RecordedReceipt[]> {
    const recorded = await this.recordAll(scope, deposits)
    const first = new Map(recorded.map(({ id }, at) => [id, at] as const).toReversed())
    return Promise.all(
      recorded.map(async ({ id, fresh }, at) => {
        if (fresh !== undefined) return { evidence: id, receipt: fresh.receipt(), duplicate: first.get(id) !== at }
        return { evidence: id, receipt: (await this.#answering.ask(scope.organization, id)).receipt, duplicate: true }
      }),
    )
  }

  /** Records several files in one transaction: all of them or none. `fresh` is there for what was not recorded before. */
  async recordAll(scope: Scope, deposits: readonly Deposit[]): Promise<{ id: string; fresh: Recorded | undefined }[]> {
    const { catalog, blobs } = this.#parts
    const listMappings = this.#mappingsFor(scope)
    const made: Prepared[] = []
    try {
      const prepared = await workSideBySide(deposits, preparedAtOnce, async (deposit) => {
        const one = await prepareEvidence(deposit, { catalog, blobs, listMappings })
        made.push(one)
        return one
      })
      const sealed = await this.#recorder.record(scope, prepared)
      return prepared.map(({ evidence }) => ({ id: evidence.id, fresh: sealed.get(evidence.id) }))
    } finally {
      for (const { blob } of deposits) await blob.discard()
      for (const { records } of made) await records?.discard()
    }
  }

  /** What a file would give if it were recorded. Nothing is kept of it. */
  async inspect(
    scope: Scope,
    file: Pick<Deposit, 'name' | 'blob'>,
    checks: CheckShelf,
  ): ReturnType<typeof inspectFile> {
    const { catalog, documents, transactions } = this.#parts
    const timeZone = await transactions.read(scope, async (reader) => documents.findTimeZone(reader))
    return inspectFile(file, { catalog, checks, timeZone, listMappings: this.#mappingsFor(scope) })
  }

  async read(scope: Scope, id: string): Promise<EvidenceItem> {
    return this.#parts.transactions.read(scope, async (reader) => this.find(reader, id))
  }

  async list(
    scope: Scope,
    { cursor, limit, ...filter }: store.EvidenceFilter & { cursor?: string | undefined; limit: number },
  ): Promise<{ items: EvidenceItem[]; next: string | null; total: number }> {
    return this.#parts.transactions.read(scope, async (reader) => {
      const before = cursor === undefined ? null : readCursor(cursor)
      const { rows, total } = await store.listEvidence(reader, filter, before, limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next = rows.length > limit && last !== undefined ? writeCursor(last.entry) : null
      const items = await describeItems(reader, shown, await this.#parts.documents.findTimeZone(reader))
      return { items, next, total }
    })
  }

  async readReceipt(scope: Scope, id: string): Promise<Receipt> {
    return this.#parts.transactions.read(scope, async (reader) =>
      readReceipt(reader, this.#parts.keys, (await this.find(reader, id)).entry),
    )
  }

  async listRecords(
    scope: Scope,
    id: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: TypedRecord[]; next: string | null; total: number }> {
    return this.#parts.transactions.read(scope, async (reader) => {
      const item = await this.find(reader, id)
      refuseDisposed(item)
      const { derived } = item
      const total = Object.values(derived?.counts ?? {}).reduce((sum, count) => sum + count, 0)
      const from = cursor === undefined ? 0 : readCursor(cursor)
      const items = await store.listRecords(reader, id, from, limit)
      // Records that a destroyed key took along are no records of nothing: whoever asks is told.
      if (items.length === 0 && from < total && derived !== null)
        await this.#parts.blobs.refuseUnreadable(scope.organization, derived.sha256)
      return { items, next: from + limit < total ? writeCursor(from + limit) : null, total }
    })
  }

  async openArtifact(scope: Scope, id: string): Promise<StreamAnswer> {
    const item = await this.read(scope, id)
    refuseDisposed(item)
    const { artifact } = item
    const { organization } = scope
    await this.#parts.blobs.refuseUnreadable(organization, artifact.sha256)
    return {
      stream: this.#parts.blobs.open(organization, artifact.sha256),
      name: artifact.name,
      size: artifact.size,
      sha256: artifact.sha256,
    }
  }

  /** All evidence of an organization, for the assessment. */
  async listAll(reader: Reader): Promise<Evidence[]> {
    return (await store.listAllEvidence(reader)).map(toEvidence)
  }

  /** The evidence for some rows of the matrix, or for all rows of one control, as it counts now: what was corrected is left out. */
  async listOfRows(reader: Reader, rows: readonly RowIdentity[] | { readonly control: string }): Promise<Evidence[]> {
    const found =
      'control' in rows
        ? await ofRows.listEvidenceOfControl(reader, rows.control)
        : await ofRows.listEvidenceOfRows(reader, rows)
    return found.map(toEvidence)
  }

  /** The evidence anywhere that carries records of some types, as it counts now. */
  async listCarrying(reader: Reader, types: readonly string[]): Promise<Evidence[]> {
    return (await ofRows.listEvidenceCarrying(reader, types)).map(toEvidence)
  }

  /** What happened to some items, in log order. */
  async listEventsOfAll(reader: Reader, ids: readonly string[]): Promise<EvidenceEvent[]> {
    return lifecycle.listEventsOf(reader, ids)
  }

  /** What happened to evidence after it was recorded, for the assessment. */
  async listEvents(reader: Reader): Promise<EvidenceEvent[]> {
    return lifecycle.listAllEvents(reader)
  }

  /** What happened to one item, in log order. */
  async listEventsOf(reader: Reader, id: string): Promise<EvidenceEvent[]> {
    return lifecycle.listEventsOf(reader, [id])
  }

  /** The digests of `item` that no other evidence stands on: its bytes may go with it. */
  async listOwnDigests(reader: Reader, { id, artifact, derived }: EvidenceBody): Promise<string[]> {
    const digests = derived === null ? [artifact.sha256] : [artifact.sha256, derived.sha256]
    const held = await lifecycle.listDigestsHeldByOthers(reader, id, digests)
    return digests.filter((sha256) => !held.has(sha256))
  }

  /** Deletes bytes whose disposal is sealed. What a lock of the store keeps, or fails, housekeeping tries again. */
  async removeBytes(organization: string, digests: readonly string[]): Promise<void> {
    await this.#recorder.takeOut(organization, digests)
  }

  /** The exports that gave records of a type and speak of a period, what corrected them, and what happened to them. */
  async listExports(
    reader: Reader,
    type: TypedRecord['type'],
    period: DateRange,
  ): Promise<{ evidence: Evidence[]; events: EvidenceEvent[] }> {
    const found = await store.listWithRecords(reader, type, period)
    const known = new Set(found.map(({ body }) => body.id))
    const events: EvidenceEvent[] = []
    const corrections: EvidenceRow[] = []
    for (const ids of chunksOf([...known], askedAtOnce)) {
      events.push(...(await lifecycle.listEventsOf(reader, ids)))
      const others = [...(await lifecycle.findCorrections(reader, ids)).values()].filter((id) => !known.has(id))
      if (others.length > 0) corrections.push(...(await store.listEvidenceByIds(reader, others)))
    }
    return { evidence: [...found, ...corrections].map(toEvidence), events }
  }

  /** How many pieces of evidence there are, corrected ones included. */
  async count(reader: Reader): Promise<number> {
    return store.countAll(reader)
  }

  /** Where the records of each type came from. */
  async listRecordSources(reader: Reader): Promise<store.RecordSource[]> {
    return store.listRecordSources(reader)
  }

  async readRecordsOf(reader: Reader, evidence: readonly string[]): Promise<Map<string, SourcedRecord[]>> {
    return store.readRecordsOf(reader, evidence)
  }

  /** Removes bytes older than `ageMs` that no evidence stands on: what a killed server had put in place and not yet sealed. */
  async sweep(organization: string, ageMs: number): Promise<void> {
    const { transactions, blobs } = this.#parts
    await transactions.cache(organization, async (db) => {
      const referenced = await store.lockAndListDigests(db, organization, null)
      const before = Date.now() - ageMs
      for (const { sha256, storedAt } of await blobs.listKept(organization))
        if (storedAt.getTime() <= before && !referenced.has(sha256)) await blobs.remove(organization, sha256)
    })
  }

  /** The mappings in force, asked for once, and not before a file needs them. */
  #mappingsFor(scope: Scope): ListMappings {
    const { transactions, documents } = this.#parts
    let asked: ReturnType<ListMappings> | undefined
    return async () => (asked ??= transactions.read(scope, async (reader) => documents.listMappings(reader)))
  }

  /** What evidence became, and its receipt, for several callers at once. */
  async #answer(
    organization: string,
    ids: readonly string[],
  ): Promise<readonly Served<Omit<RecordedItem, 'duplicate'>>[]> {
    const { transactions, documents, keys } = this.#parts
    return transactions.read({ organization }, async (reader) => {
      const rows = await store.listEvidenceByIds(reader, ids)
      const items = await describeItems(reader, rows, await documents.findTimeZone(reader))
      const receipts = await readReceipts(
        reader,
        keys,
        items.map(({ entry }) => entry),
      )
      return ids.map((id) => () => {
        const evidence = items.find((item) => item.id === id)
        const receipt = evidence === undefined ? undefined : receipts.get(evidence.entry)
        if (evidence === undefined || receipt === undefined)
          throw new EvidentiaError('not-found', `There is no evidence ${id}.`)
        return { evidence, receipt }
      })
    })
  }

  /** One item within a transaction that is already open. Throws `not-found`. */
  async find(reader: Reader, id: string): Promise<EvidenceItem> {
    const row = await store.findEvidence(reader, id)
    const zone = await this.#parts.documents.findTimeZone(reader)
    const [item] = row === undefined ? [] : await describeItems(reader, [row], zone)
    if (item === undefined) throw new EvidentiaError('not-found', `There is no evidence ${id}.`)
    return item
  }
}

function toEvidence({ body, recorded_at }: EvidenceRow): Evidence {
  return { ...body, recordedAt: recorded_at.toISOString() }
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}

import {
  type Catalog,
  EvidentiaError,
  type Evidence,
  type EvidenceBody,
  type EvidenceEvent,
  type TypedRecord,
} from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import type { LogKeys } from '../../platform/log/log-keys.ts'
import { readReceipt } from '../../platform/log/receipts.ts'
import type { DocumentService } from '../documents/service.ts'
import { refuseBadCorrection } from './corrections.ts'
import { describeItems, type EvidenceItem, refuseDisposed } from './items.ts'
import { type Deposit, type Prepared, prepareEvidence } from './intake.ts'
import * as lifecycle from './lifecycle-store.ts'
import * as store from './store.ts'

export interface Receipt {
  readonly entry: number
  readonly leaf: string
  readonly proof: string
  readonly verifierKey: string
}

interface Parts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly keys: LogKeys
  readonly catalog: Catalog
  readonly documents: DocumentService
}

/** Evidence: taken in, sealed, found again. Never overwritten. */
export class EvidenceService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Records one file. The same file for the same claim is recorded once and answered with its first receipt. */
  async record(
    scope: Scope,
    deposit: Deposit,
  ): Promise<{ evidence: EvidenceItem; receipt: Receipt; duplicate: boolean }> {
    const recorded = await this.recordAll(scope, [deposit])
    const id = recorded[0]?.id ?? ''
    const { evidence, receipt } = await this.#parts.transactions.read(scope, async (reader) => {
      const evidence = await this.find(reader, id)
      return { evidence, receipt: await readReceipt(reader, this.#parts.keys, evidence.entry) }
    })
    return { evidence, receipt, duplicate: recorded[0]?.duplicate === true }
  }

  /** Records several files in one transaction: all of them or none. */
  async recordAll(scope: Scope, deposits: readonly Deposit[]): Promise<{ id: string; duplicate: boolean }[]> {
    const { catalog, blobs, transactions } = this.#parts
    const prepared: Prepared[] = []
    try {
      for (const deposit of deposits) prepared.push(await prepareEvidence(deposit, catalog, blobs))
      const known = await transactions.read(scope, async (reader) => {
        // Asked again when sealing. Here it spares a locked store bytes that will be refused.
        for (const { evidence } of prepared) await this.#refuseUnknownSubjects(reader, evidence)
        return this.#findKnown(reader, prepared)
      })
      const fresh = prepared.filter(({ evidence }) => !known.has(evidence.id))
      const sealed = fresh.length === 0 ? new Set<string>() : await this.#seal(scope, fresh)
      return prepared.map(({ evidence }) => ({ id: evidence.id, duplicate: !sealed.has(evidence.id) }))
    } finally {
      for (const { blob } of deposits) await blob.discard()
      for (const { records } of prepared) await records?.discard()
    }
  }

  async read(scope: Scope, id: string): Promise<EvidenceItem> {
    return this.#parts.transactions.read(scope, async (reader) => this.find(reader, id))
  }

  async list(
    scope: Scope,
    { cursor, limit, ...filter }: store.EvidenceFilter & { cursor?: string | undefined; limit: number },
  ): Promise<{ items: EvidenceItem[]; next: string | null; total: number }> {
    return this.#parts.transactions.read(scope, async (reader) => {
      const rows = await store.listEvidence(reader, filter, cursor === undefined ? null : readCursor(cursor), limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next = rows.length > limit && last !== undefined ? writeCursor(last.entry) : null
      const items = await describeItems(reader, shown, await this.#parts.documents.findTimeZone(reader))
      return { items, next, total: await store.countEvidence(reader, filter) }
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
    return (await store.listAllEvidence(reader)).map(({ body, recorded_at }) => ({
      ...body,
      recordedAt: recorded_at.toISOString(),
    }))
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
    await this.#takeOut(organization, digests)
  }

  async readRecordsOf(reader: Reader, evidence: readonly string[]): Promise<Map<string, TypedRecord[]>> {
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

  async #findKnown(reader: Reader, prepared: readonly Prepared[]): Promise<Set<string>> {
    const known = new Set<string>()
    for (const { evidence } of prepared)
      if ((await store.findEvidence(reader, evidence.id)) !== undefined) known.add(evidence.id)
    return known
  }

  /**
   * Makes the bytes durable, then seals: no entry ever names bytes that are not there. When sealing is refused, bytes that
   * nothing stands on are taken out again; a crash in between leaves them to housekeeping.
   */
  async #seal(scope: Scope, prepared: readonly Prepared[]): Promise<ReadonlySet<string>> {
    const { transactions, blobs } = this.#parts
    const sealed = new Set<string>()
    const placed = new Set<string>()
    for (const blob of prepared.flatMap(({ artifact, records }) => [artifact, ...(records === null ? [] : [records])]))
      if (await blobs.keep(blob)) placed.add(blob.sha256)
    try {
      await transactions.write(scope, async (writer) => {
        for (const { evidence, artifact, records } of prepared) {
          // Another request may have sealed it while this one was reading its file.
          if (sealed.has(evidence.id) || (await store.findEvidence(writer, evidence.id)) !== undefined) continue
          await this.#refuseUnknownSubjects(writer, evidence)
          await refuseBadCorrection(writer, evidence)
          for (const blob of [artifact, records])
            if (blob !== null && (await blobs.confirm(writer, blob, placed.has(blob.sha256)))) placed.add(blob.sha256)
          await writer.seal('evidence-recorded', evidence)
          sealed.add(evidence.id)
        }
        if (sealed.size === 0) throw new AlreadySealed()
      })
    } catch (error) {
      sealed.clear()
      await this.#takeOut(scope.organization, [...placed])
      if (!(error instanceof AlreadySealed)) throw error
    }
    return sealed
  }

  /** Under the lock of the log, so that a parallel upload of the same bytes either stands already or finds them gone. */
  async #takeOut(organization: string, placed: readonly string[]): Promise<void> {
    if (placed.length === 0) return
    const { transactions, blobs } = this.#parts
    await transactions.cache(organization, async (db) => {
      const referenced = await store.lockAndListDigests(db, organization, placed)
      for (const sha256 of placed) if (!referenced.has(sha256)) await blobs.remove(organization, sha256)
    })
  }

  async #refuseUnknownSubjects(reader: Reader, { proves }: EvidenceBody): Promise<void> {
    for (const [at, { system, vendor }] of proves.entries()) {
      for (const [kind, id] of [
        ['system', system],
        ['vendor', vendor],
      ] as const) {
        if (id === undefined || (await this.#parts.documents.exists(reader, kind, id))) continue
        throw new EvidentiaError('invalid-input', `There is no ${kind} called "${id}".`, {
          place: { field: `proves.${at}.${kind}` },
          remedy: `Record the ${kind} first, or name an existing one.`,
        })
      }
    }
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

/** Rolls back a transaction that found nothing left to do. */
class AlreadySealed extends Error {}

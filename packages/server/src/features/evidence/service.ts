import {
  type Actor,
  type Catalog,
  EvidentiaError,
  type Evidence,
  type EvidenceBody,
  type TypedRecord,
} from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Reader, Scope, Transactions, Writer } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import type { LogKeys } from '../../platform/log/log-keys.ts'
import { readReceipt } from '../../platform/log/receipts.ts'
import type { DocumentService } from '../documents/service.ts'
import { type Deposit, type Prepared, prepareEvidence } from './intake.ts'
import * as store from './store.ts'

export interface EvidenceItem extends EvidenceBody {
  readonly recordedAt: string
  readonly entry: number
  readonly actor: Actor
}

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
      const evidence = await this.#find(reader, id)
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
      const known = await transactions.read(scope, async (reader) => this.#findKnown(reader, prepared))
      const fresh = prepared.filter(({ evidence }) => !known.has(evidence.id))
      const sealed = fresh.length === 0 ? new Set<string>() : await this.#seal(scope, fresh)
      return prepared.map(({ evidence }) => ({ id: evidence.id, duplicate: !sealed.has(evidence.id) }))
    } finally {
      for (const { blob } of deposits) await blob.discard()
      for (const { records } of prepared) await records?.discard()
    }
  }

  async read(scope: Scope, id: string): Promise<EvidenceItem> {
    return this.#parts.transactions.read(scope, async (reader) => this.#find(reader, id))
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
      return { items: shown.map(toItem), next, total: await store.countEvidence(reader, filter) }
    })
  }

  async readReceipt(scope: Scope, id: string): Promise<Receipt> {
    return this.#parts.transactions.read(scope, async (reader) =>
      readReceipt(reader, this.#parts.keys, (await this.#find(reader, id)).entry),
    )
  }

  async listRecords(
    scope: Scope,
    id: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: TypedRecord[]; next: string | null; total: number }> {
    return this.#parts.transactions.read(scope, async (reader) => {
      const { derived } = await this.#find(reader, id)
      const total = Object.values(derived?.counts ?? {}).reduce((sum, count) => sum + count, 0)
      const from = cursor === undefined ? 0 : readCursor(cursor)
      const items = await store.listRecords(reader, id, from, limit)
      return { items, next: from + limit < total ? writeCursor(from + limit) : null, total }
    })
  }

  async openArtifact(scope: Scope, id: string): Promise<StreamAnswer> {
    const { artifact } = await this.read(scope, id)
    const { organization } = scope
    if (!(await this.#parts.blobs.has(organization, artifact.sha256))) {
      throw new EvidentiaError(
        'unavailable',
        'The bytes of this artifact are missing from the store; its digest and receipt still stand.',
        { remedy: 'Ask the operator to restore the blobs folder.' },
      )
    }
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

  async readRecordsOf(reader: Reader, evidence: readonly string[]): Promise<Map<string, TypedRecord[]>> {
    return store.readRecordsOf(reader, evidence)
  }

  /** Removes bytes no evidence stands on: what a killed server had put in place and not yet sealed. */
  async sweep(organization: string): Promise<void> {
    const { transactions, blobs } = this.#parts
    await transactions.cache(organization, async (db) => {
      const referenced = await store.lockAndListDigests(db, organization)
      for (const sha256 of await blobs.list(organization))
        if (!referenced.has(sha256)) await blobs.remove(organization, sha256)
    })
  }

  async #findKnown(reader: Reader, prepared: readonly Prepared[]): Promise<Set<string>> {
    const known = new Set<string>()
    for (const { evidence } of prepared)
      if ((await store.findEvidence(reader, evidence.id)) !== undefined) known.add(evidence.id)
    return known
  }

  /**
   * Puts the bytes in their place and seals, holding the organization's log. If anything fails, bytes that nothing else stands
   * on are taken out again before the lock is given up, so that a parallel upload of the same bytes never loses them.
   */
  async #seal(scope: Scope, prepared: readonly Prepared[]): Promise<ReadonlySet<string>> {
    const { transactions, blobs } = this.#parts
    const sealed = new Set<string>()
    const kept: string[] = []
    const seal = async (writer: Writer): Promise<void> => {
      for (const { evidence, artifact, records } of prepared) {
        // Another request may have sealed it while this one was reading its file.
        if (sealed.has(evidence.id) || (await store.findEvidence(writer, evidence.id)) !== undefined) continue
        await this.#refuseUnknownSubjects(writer, evidence)
        for (const blob of [artifact, records])
          if (blob !== null && (await blobs.keep(scope.organization, blob))) kept.push(blob.sha256)
        await writer.seal('evidence-recorded', evidence)
        sealed.add(evidence.id)
      }
      if (sealed.size === 0) throw new AlreadySealed()
    }
    try {
      await transactions.write(scope, async (writer) => {
        try {
          await seal(writer)
        } catch (error) {
          for (const sha256 of kept) await blobs.remove(scope.organization, sha256)
          throw error
        }
      })
    } catch (error) {
      if (!(error instanceof AlreadySealed)) throw error
    }
    return sealed
  }

  async #refuseUnknownSubjects(writer: Writer, { proves }: EvidenceBody): Promise<void> {
    for (const [at, { system, vendor }] of proves.entries()) {
      for (const [kind, id] of [
        ['system', system],
        ['vendor', vendor],
      ] as const) {
        if (id === undefined || (await this.#parts.documents.exists(writer, kind, id))) continue
        throw new EvidentiaError('invalid-input', `There is no ${kind} called "${id}".`, {
          place: { field: `proves.${at}.${kind}` },
          remedy: `Record the ${kind} first, or name an existing one.`,
        })
      }
    }
  }

  async #find(reader: Reader, id: string): Promise<EvidenceItem> {
    const row = await store.findEvidence(reader, id)
    if (row === undefined) throw new EvidentiaError('not-found', `There is no evidence ${id}.`)
    return toItem(row)
  }
}

/** Rolls back a transaction that found nothing left to do. */
class AlreadySealed extends Error {}

function toItem({ body, recorded_at, entry, actor }: store.EvidenceRow): EvidenceItem {
  return { ...body, recordedAt: recorded_at.toISOString(), entry, actor }
}

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Actor, EvidentiaError } from '@evidentia/core'
import { decodeStatement, LedgerError, parseTilePath, type TileAddress } from '@evidentia/ledger'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import { findPublished, type PublishedRow } from '../../platform/log/find-published.ts'
import { listKeyChanges, type LogKeys } from '../../platform/log/log-keys.ts'
import { type EntryReceipt, readCheckpoint, readReceipt, type SignedCheckpoint } from '../../platform/log/receipts.ts'
import { decodeFact } from '../../platform/log/sealed-fact.ts'
import { proveRotations } from '../../platform/log/rotate-log-key.ts'
import type { CheckpointPublisher } from '../../platform/log/publish-checkpoint.ts'
import { readTile } from '../../platform/log/tiles.ts'
import * as store from './store.ts'

export interface EntryView {
  readonly index: number
  readonly leafHash: string
  readonly kind: string
  readonly recordedAt: string
  readonly actor: Actor
  readonly subject: string
}

interface KeysView {
  readonly first: string
  readonly changes: { entry: number; verifierKey: string; leaf: string; proof: string }[]
}

/** The log as people and verifiers read it. */
export class LogService {
  readonly #transactions: Transactions
  readonly #keys: LogKeys
  readonly #publisher: CheckpointPublisher

  constructor(parts: { transactions: Transactions; keys: LogKeys; publisher: CheckpointPublisher }) {
    this.#transactions = parts.transactions
    this.#keys = parts.keys
    this.#publisher = parts.publisher
  }

  async readCheckpoint(scope: Scope): Promise<SignedCheckpoint> {
    return this.#transactions.read(scope, async (reader) => readCheckpoint(reader, this.#keys))
  }

  /** The keys the log was and is signed with, and for each change what lets a holder of the key before it follow. */
  async readKeys(scope: Scope): Promise<KeysView> {
    return this.#transactions.read(scope, async (reader) => {
      const changes = await listKeyChanges(reader)
      const proofs = await proveRotations(reader, this.#keys, Infinity)
      return {
        first: this.#keys.signerOf(scope.organization).vkey,
        changes: changes.map(({ entry, to }, at) => ({
          entry,
          verifierKey: to,
          leaf: Buffer.from(proofs[at]?.entry ?? []).toString('base64'),
          proof: Buffer.from(proofs[at]?.receipt ?? []).toString('utf8'),
        })),
      }
    })
  }

  /** The newest published checkpoint. Where none is published yet, the first one is published now. */
  async openPublished(scope: Scope): Promise<StreamAnswer> {
    const { note } = await this.#findPublished(scope)
    return answerBytes('checkpoint', note)
  }

  async openTimeStamp(scope: Scope): Promise<StreamAnswer> {
    const { size, time_stamp } = await this.#findPublished(scope)
    if (time_stamp === null)
      throw new EvidentiaError('not-found', `The published checkpoint of ${size} entries has no time stamp.`, {
        remedy: 'Ask the operator to set EVIDENTIA_TIME_STAMP_AUTHORITY.',
      })
    return answerBytes('checkpoint.tsr', time_stamp)
  }

  /** One tile of the published log, by its path below `tile/`. Throws `not-found` for one that no published checkpoint covers. */
  async openTile(scope: Scope, path: string): Promise<StreamAnswer> {
    const { size } = await this.#findPublished(scope)
    const tile = parseTile(path)
    const bytes =
      tile === null ? null : await this.#transactions.read(scope, async (reader) => readTile(reader, size, tile))
    if (bytes === null)
      throw new EvidentiaError('not-found', `The published log of ${size} entries has no tile "${path}".`)
    return answerBytes(path.replaceAll('/', '-'), bytes)
  }

  async #findPublished(scope: Scope): Promise<PublishedRow> {
    const found = await this.#transactions.read(scope, findPublished)
    if (found !== undefined) return found
    await this.#publisher.publish(scope.organization)
    const first = await this.#transactions.read(scope, findPublished)
    if (first !== undefined) return first
    throw new EvidentiaError('unavailable', 'No checkpoint of this log is published yet.', {
      remedy: 'Try again in a minute, or ask the operator whether its witnesses answer.',
    })
  }

  /** What shows that one entry is in the log. */
  async readReceipt(scope: Scope, entry: number): Promise<EntryReceipt> {
    return this.#transactions.read(scope, async (reader) => readReceipt(reader, this.#keys, entry))
  }

  /** Entries, newest first; with `q`, those whose text holds it. */
  async list(
    scope: Scope,
    { cursor, limit, q }: { cursor?: string | undefined; limit: number; q?: string | undefined },
  ): Promise<{ items: EntryView[]; next: string | null; total: number }> {
    return this.#transactions.read(scope, async (reader) => {
      const rows = await store.listEntries(reader, cursor === undefined ? null : readCursor(cursor), q, limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next = rows.length > limit && last !== undefined ? writeCursor(last.index) : null
      return { items: shown.map(describeEntry), next, total: await store.countEntries(reader, q) }
    })
  }
}

function parseTile(path: string): TileAddress | null {
  try {
    return parseTilePath(`tile/${path}`)
  } catch (error) {
    if (error instanceof LedgerError) return null
    throw error
  }
}

function answerBytes(name: string, bytes: Uint8Array): StreamAnswer {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { stream: Readable.from([bytes]), name, size: bytes.length, sha256 }
}

function describeEntry({ index, leaf_hash, body }: store.EntryRow): EntryView {
  const { kind, sealed } = decodeFact(index, new Uint8Array(body))
  const [subject] = decodeStatement(new Uint8Array(body)).subject
  return {
    index,
    leafHash: leaf_hash.toString('hex'),
    kind,
    recordedAt: sealed.recordedAt,
    actor: sealed.actor,
    subject: subject?.name ?? '',
  }
}

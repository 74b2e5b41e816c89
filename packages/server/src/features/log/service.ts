import type { Actor } from '@evidentia/core'
import { decodeStatement } from '@evidentia/ledger'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { LogKeys } from '../../platform/log/log-keys.ts'
import { readCheckpoint, type SignedCheckpoint } from '../../platform/log/receipts.ts'
import { decodeFact } from '../../platform/log/sealed-fact.ts'
import * as store from './store.ts'

export interface EntryView {
  readonly index: number
  readonly leafHash: string
  readonly kind: string
  readonly recordedAt: string
  readonly actor: Actor
  readonly subject: string
}

/** The log as people and verifiers read it. */
export class LogService {
  readonly #transactions: Transactions
  readonly #keys: LogKeys

  constructor(parts: { transactions: Transactions; keys: LogKeys }) {
    this.#transactions = parts.transactions
    this.#keys = parts.keys
  }

  async readCheckpoint(scope: Scope): Promise<SignedCheckpoint> {
    return this.#transactions.read(scope, async (reader) => readCheckpoint(reader, this.#keys))
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

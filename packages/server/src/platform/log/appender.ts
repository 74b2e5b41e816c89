import { EvidentiaError } from '@evidentia/core'
import { hashLeaf, MerkleFrontier } from '@evidentia/ledger'
import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

const HASH_BYTES = 32
const batch = 1000

interface PendingEntry {
  readonly index: number
  readonly leafHash: Uint8Array
  readonly body: Uint8Array
  readonly recordedAt: Date
}

/**
 * Appends to one organization's log within one transaction. Opening it locks the log until that transaction ends, so indices
 * are contiguous; `flush` must run before the commit.
 */
export class LogAppender {
  readonly #organization: string
  #frontier: MerkleFrontier
  readonly #entries: PendingEntry[] = []
  readonly #nodes: { level: number; index: number; hash: Uint8Array }[] = []
  #recordedAt: Date

  private constructor(organization: string, frontier: MerkleFrontier, recordedAt: Date) {
    this.#organization = organization
    this.#frontier = frontier
    this.#recordedAt = recordedAt
  }

  /** Begins the log of a new organization. */
  static async begin(tx: Transaction<Tables>, organization: string): Promise<LogAppender> {
    const recordedAt = new Date(0)
    await tx
      .insertInto('log_state')
      .values({ organization, size: 0, frontier: Buffer.alloc(0), recorded_at: recordedAt })
      .execute()
    return new LogAppender(organization, new MerkleFrontier(), recordedAt)
  }

  /** Continues a log. The row is locked: whoever else wants to append waits. */
  static async open(tx: Transaction<Tables>, organization: string): Promise<LogAppender> {
    const state = await tx
      .selectFrom('log_state')
      .selectAll()
      .where('organization', '=', organization)
      .forUpdate()
      .executeTakeFirst()
    if (state === undefined) throw new EvidentiaError('not-found', 'There is no such organization.')
    return new LogAppender(
      organization,
      MerkleFrontier.restore(state.size, splitHashes(state.frontier)),
      state.recorded_at,
    )
  }

  get size(): number {
    return this.#frontier.size
  }

  /** The instant the next entry bears: this server's clock, never earlier than the entry before. */
  nextInstant(): Date {
    const now = new Date()
    return now > this.#recordedAt ? now : this.#recordedAt
  }

  /** Takes the next index for `body`. Nothing is written before `flush`. */
  append(body: Uint8Array, recordedAt: Date): number {
    const index = this.#frontier.size
    const leafHash = hashLeaf(body)
    this.#nodes.push(...this.#frontier.append(leafHash))
    this.#entries.push({ index, leafHash, body, recordedAt })
    this.#recordedAt = recordedAt
    return index
  }

  /** Remembers how far the log has come in this transaction. The function it returns takes back what is appended from now on. */
  mark(): () => void {
    const { size, hashes } = this.#frontier
    const kept = { entries: this.#entries.length, nodes: this.#nodes.length, recordedAt: this.#recordedAt }
    return () => {
      this.#frontier = MerkleFrontier.restore(size, hashes)
      this.#entries.length = kept.entries
      this.#nodes.length = kept.nodes
      this.#recordedAt = kept.recordedAt
    }
  }

  /** Writes entries, tree nodes and the new state. */
  async flush(tx: Transaction<Tables>): Promise<void> {
    if (this.#entries.length === 0) return
    const organization = this.#organization
    for (let at = 0; at < this.#entries.length; at += batch) {
      const rows = this.#entries.slice(at, at + batch).map((entry) => ({
        organization,
        index: entry.index,
        leaf_hash: Buffer.from(entry.leafHash),
        body: Buffer.from(entry.body),
        recorded_at: entry.recordedAt,
      }))
      await tx.insertInto('log_entry').values(rows).execute()
    }
    for (let at = 0; at < this.#nodes.length; at += batch) {
      const rows = this.#nodes
        .slice(at, at + batch)
        .map(({ level, index, hash }) => ({ organization, level, index, hash: Buffer.from(hash) }))
      await tx.insertInto('log_node').values(rows).execute()
    }
    await tx
      .updateTable('log_state')
      .set({ size: this.#frontier.size, frontier: Buffer.concat(this.#frontier.hashes), recorded_at: this.#recordedAt })
      .where('organization', '=', organization)
      .execute()
    this.#entries.length = 0
    this.#nodes.length = 0
  }
}

/** The hashes of a stored frontier. */
export function splitHashes(bytes: Buffer): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += HASH_BYTES) hashes.push(new Uint8Array(bytes.subarray(at, at + HASH_BYTES)))
  return hashes
}

import { EvidentiaError } from '@evidentia/core'
import { hashLeaf, MerkleFrontier, type MerkleNode } from '@evidentia/ledger'
import { sql, type Transaction } from 'kysely'
import { packBytes } from '../db/pack-bytes.ts'
import type { Tables } from '../db/tables.ts'
import { AppendedTree } from './appended-tree.ts'
import { isStored } from './stored-nodes.ts'

const HASH_BYTES = 32
const batch = 1000

interface PendingEntry {
  readonly leafHash: Uint8Array
  readonly body: Uint8Array
  readonly recordedAt: Date
}

/**
 * Appends to one organization's log within one transaction. Opening it locks the log until that transaction ends, so indices
 * are contiguous; `flush` must run before the commit.
 */
export class LogAppender {
  readonly organization: string
  #before: MerkleFrontier
  #frontier: MerkleFrontier
  readonly #entries: PendingEntry[] = []
  readonly #nodes: MerkleNode[] = []
  #recordedAt: Date

  private constructor(organization: string, frontier: MerkleFrontier, recordedAt: Date) {
    this.organization = organization
    this.#before = MerkleFrontier.restore(frontier.size, frontier.hashes)
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

  /** Enters an organization and continues its log. The row is locked: whoever else wants to append waits. */
  static async open(tx: Transaction<Tables>, organization: string): Promise<LogAppender> {
    const { rows } = await sql<
      Tables['log_state']
    >`/* prepared open_log */ select * from open_log(${organization}::uuid)`.execute(tx)
    const [state] = rows
    if (state === undefined || state.organization !== organization)
      throw new EvidentiaError('not-found', 'There is no such organization.')
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
    this.#entries.push({ leafHash, body, recordedAt })
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

  /** The tree with what was appended since the last `flush`, which proves those entries once the transaction is committed. */
  tree(): AppendedTree {
    return new AppendedTree(this.#before, this.#nodes, this.#frontier)
  }

  /** Writes entries, tree nodes and the new state, and lets go of them. */
  async flush(tx: Transaction<Tables>): Promise<void> {
    const first = this.#before.size
    const stored = this.#nodes.filter(isStored)
    for (let at = 0; at < this.#entries.length; at += batch)
      await this.#insertEntries(tx, first + at, this.#entries.slice(at, at + batch))
    for (let at = 0; at < stored.length; at += batch) await this.#insertNodes(tx, stored.slice(at, at + batch))
    this.#entries.length = 0
    this.#nodes.length = 0
    this.#before = MerkleFrontier.restore(this.#frontier.size, this.#frontier.hashes)
  }

  /** The state goes with every part of a long flush: what of it stands, stands in one transaction. */
  async #insertEntries(tx: Transaction<Tables>, first: number, entries: readonly PendingEntry[]): Promise<void> {
    const organization = this.organization
    const { bytes: bodies, starts, ends } = packBytes(entries.map(({ body }) => body))
    const leafHashes = Buffer.concat(entries.map(({ leafHash }) => leafHash))
    const times = entries.map(({ recordedAt }) => recordedAt.toISOString())
    const frontier = Buffer.concat(this.#frontier.hashes)
    await sql`/* prepared insert_entries */
      with entry as (
        insert into log_entry (organization, index, leaf_hash, body, recorded_at)
        select ${organization}::uuid, ${first}::bigint + at - 1,
          substring(${leafHashes}::bytea from (at::int - 1) * ${HASH_BYTES}::int + 1 for ${HASH_BYTES}::int),
          substring(${bodies}::bytea from from_byte + 1 for to_byte - from_byte), recorded
        from unnest(${starts}::int[], ${ends}::int[], ${times}::timestamptz[])
          with ordinality as each(from_byte, to_byte, recorded, at)
      )
      update log_state set size = ${this.#frontier.size}, frontier = ${frontier}, recorded_at = ${this.#recordedAt}
      where organization = ${organization}::uuid`.execute(tx)
  }

  async #insertNodes(tx: Transaction<Tables>, nodes: readonly MerkleNode[]): Promise<void> {
    const organization = this.organization
    const rows = nodes.map(({ level, index, hash }) => ({ organization, level, index, hash: Buffer.from(hash) }))
    await tx.insertInto('log_node').values(rows).execute()
  }
}

/** The hashes of a stored frontier. */
export function splitHashes(bytes: Buffer): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += HASH_BYTES) hashes.push(new Uint8Array(bytes.subarray(at, at + HASH_BYTES)))
  return hashes
}

import { type Checkpoint, compareCheckpoints, hashLeaf, type MerkleNode, MerkleFrontier } from '@evidentia/ledger'
import { sql } from 'kysely'
import type { Reader } from '../db/transactions.ts'
import { originOf } from './log-keys.ts'
import { decodeFact } from './sealed-fact.ts'
import type { OpenedCheckpoint } from './seen-checkpoints.ts'
import { isStored } from './stored-nodes.ts'

const batch = 500

/** One thing that is not what it must be, and where. */
export interface Discrepancy {
  readonly where: string
  readonly problem: string
}

/** What re-deriving one log found. */
export interface Inspection {
  readonly head: Checkpoint
  /** Keys of artifacts that the log says were destroyed: what they sealed is unreadable by decision. */
  readonly destroyedKeys: ReadonlySet<string>
  readonly problems: readonly Discrepancy[]
}

/**
 * Re-derives one organization's log from the bytes of its entries and nothing else: every leaf hash, every node, the
 * frontier and the root, and the root at the size of every checkpoint that somebody kept. Constant memory.
 */
export async function inspectLog(reader: Reader, seen: readonly OpenedCheckpoint[]): Promise<Inspection> {
  const inspector = new Inspector(reader, seen)
  for (;;) {
    const rows = await reader.db
      .selectFrom('log_entry')
      .select(['index', 'leaf_hash', 'body', 'recorded_at'])
      .where('organization', '=', reader.organization)
      .where('index', '>=', inspector.next)
      .orderBy('index')
      .limit(batch)
      .execute()
    if (rows.length === 0) return inspector.finish()
    await inspector.visit(rows)
  }
}

interface EntryRow {
  readonly index: number
  readonly leaf_hash: Buffer
  readonly body: Buffer
  readonly recorded_at: Date
}

class Inspector {
  readonly #reader: Reader
  readonly #seen: readonly OpenedCheckpoint[]
  readonly #frontier = new MerkleFrontier()
  readonly #roots = new Map<number, Uint8Array>()
  readonly #sizes: ReadonlySet<number>
  readonly #problems: Discrepancy[] = []
  readonly #destroyedKeys = new Set<string>()
  #next = 0
  #nodes = 0
  #recordedAt = new Date(0)

  constructor(reader: Reader, seen: readonly OpenedCheckpoint[]) {
    this.#reader = reader
    this.#seen = seen
    this.#sizes = new Set(seen.map(({ checkpoint }) => checkpoint.size))
    if (this.#sizes.has(0)) this.#roots.set(0, this.#frontier.root())
  }

  get next(): number {
    return this.#next
  }

  async visit(rows: readonly EntryRow[]): Promise<void> {
    const completed: MerkleNode[] = []
    for (const row of rows) {
      this.#checkEntry(row)
      this.#next = row.index + 1
      completed.push(...this.#frontier.append(hashLeaf(row.body)).filter(isStored))
      if (this.#sizes.has(this.#frontier.size)) this.#roots.set(this.#frontier.size, this.#frontier.root())
    }
    await this.#checkNodes(completed)
  }

  async finish(): Promise<Inspection> {
    await this.#checkNodeCount()
    await this.#checkState()
    const origin = originOf(this.#reader.organization)
    const head = { origin, size: this.#frontier.size, root: this.#frontier.root(), extensions: [] }
    for (const { where, checkpoint } of this.#seen) {
      const prefixRoot = this.#roots.get(checkpoint.size)
      const found = compareCheckpoints({ seen: checkpoint, current: head, prefixRoot })
      if (found !== undefined) this.#add(where, found.problem)
    }
    return { head, destroyedKeys: this.#destroyedKeys, problems: this.#problems }
  }

  #checkEntry({ index, leaf_hash, body, recorded_at }: EntryRow): void {
    const where = `log entry ${index}`
    if (index !== this.#next) this.#add(`log entry ${this.#next}`, `it is missing; the next one there is ${index}`)
    if (!leaf_hash.equals(hashLeaf(body))) this.#add(where, 'its bytes do not have the leaf hash stored beside them')
    try {
      const { kind, sealed, fact } = decodeFact(index, body)
      if (kind === 'artifact-key-changed' && fact.change === 'destroyed') this.#destroyedKeys.add(fact.key)
      if (sealed.organization !== this.#reader.organization) this.#add(where, 'it was sealed for another organization')
      if (Date.parse(sealed.recordedAt) !== recorded_at.getTime())
        this.#add(where, `it was recorded at ${sealed.recordedAt} and the table says ${recorded_at.toISOString()}`)
    } catch (error) {
      this.#add(where, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (recorded_at < this.#recordedAt) this.#add(where, 'it bears an earlier time than the entry before it')
    this.#recordedAt = recorded_at
  }

  async #checkNodes(completed: readonly MerkleNode[]): Promise<void> {
    if (completed.length === 0) return
    this.#nodes += completed.length
    const stored = await this.#reader.db
      .selectFrom('log_node')
      .select(['level', 'index', 'hash'])
      .where('organization', '=', this.#reader.organization)
      .where(
        sql<boolean>`(level, index) in (select * from unnest(${completed.map(({ level }) => level)}::smallint[], ${completed.map(({ index }) => index)}::bigint[]))`,
      )
      .execute()
    const known = new Map(stored.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
    for (const { level, index, hash } of completed) {
      const found = known.get(`${level}/${index}`)
      if (found === undefined) this.#add(`tree node ${level}/${index}`, 'it is missing')
      else if (!found.equals(hash)) this.#add(`tree node ${level}/${index}`, 'it is not the hash of what is below it')
    }
  }

  async #checkNodeCount(): Promise<void> {
    const { count } = await this.#reader.db
      .selectFrom('log_node')
      .select((s) => s.fn.countAll<number>().as('count'))
      .where('organization', '=', this.#reader.organization)
      .executeTakeFirstOrThrow()
    if (count > this.#nodes) this.#add('tree nodes', `there are ${count - this.#nodes} that belong to no entry`)
  }

  async #checkState(): Promise<void> {
    const state = await this.#reader.db
      .selectFrom('log_state')
      .selectAll()
      .where('organization', '=', this.#reader.organization)
      .executeTakeFirst()
    if (state === undefined) return this.#add('log state', 'it is missing')
    if (state.size !== this.#frontier.size)
      this.#add('log state', `it says ${state.size} entries and there are ${this.#frontier.size}`)
    if (!state.frontier.equals(Buffer.concat(this.#frontier.hashes)))
      this.#add('log state', 'its frontier is not that of the entries')
    if (this.#frontier.size > 0 && state.recorded_at.getTime() !== this.#recordedAt.getTime())
      this.#add('log state', 'its time is not that of the last entry')
  }

  #add(where: string, problem: string): void {
    this.#problems.push({ where, problem })
  }
}

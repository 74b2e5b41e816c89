import { EvidentiaError } from '@evidentia/core'
import { MerkleFrontier, type MerkleNode } from '@evidentia/ledger'
import { sql } from 'kysely'
import type { Reader } from '../db/transactions.ts'

/** Roots are stored of every 256 entries, of every 65,536, and so on: what hash tiles are made of. */
export const levelsPerTile = 8

/** Whether a node has a row of its own. Leaf hashes stand beside their entries, and all others follow from those below. */
export function isStored({ level }: Pick<MerkleNode, 'level'>): boolean {
  return level > 0 && level % levelsPerTile === 0
}

/** The hashes of one level that is stored, from `from` up to and without `to`. */
export async function readStoredHashes(
  reader: Reader,
  level: number,
  from: number,
  to: number,
): Promise<readonly Uint8Array[]> {
  const indexes = Array.from({ length: to - from }, (_, at) => from + at)
  const found = await readLevel(reader, level, indexes)
  return indexes.flatMap((index) => found.get(index) ?? [])
}

/** Reads nodes of a log's tree. Those that are asked for in one turn are read by one statement for each stored level. */
export class StoredNodes {
  readonly #reader: Reader
  #asked: { readonly level: number; readonly index: number }[] = []
  #found: Promise<StoredHashes> | null = null

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** The root of one complete subtree; undefined when the rows it follows from are not all there. */
  async find(level: number, index: number): Promise<Uint8Array | undefined> {
    this.#asked.push({ level, index })
    this.#found ??= Promise.resolve().then(async () => this.#readAsked())
    return deriveNode(await this.#found, level, index)
  }

  async read(level: number, index: number): Promise<Uint8Array> {
    const hash = await this.find(level, index)
    if (hash === undefined) throw new EvidentiaError('internal', `The log lacks node ${level}/${index}.`)
    return hash
  }

  async #readAsked(): Promise<StoredHashes> {
    const asked = this.#asked
    this.#asked = []
    this.#found = null
    const wanted = new Map<number, Set<number>>()
    for (const node of asked) {
      const { base, from, count } = leavesOf(node.level, node.index)
      const indexes = wanted.get(base) ?? new Set<number>()
      for (let at = 0; at < count; at += 1) indexes.add(from + at)
      wanted.set(base, indexes)
    }
    const found = new Map<number, ReadonlyMap<number, Uint8Array>>()
    for (const [base, indexes] of wanted) found.set(base, await readLevel(this.#reader, base, [...indexes]))
    return found
  }
}

/** Hashes by level and index. */
type StoredHashes = ReadonlyMap<number, ReadonlyMap<number, Uint8Array>>

function deriveNode(hashes: StoredHashes, level: number, index: number): Uint8Array | undefined {
  const { base, from, count } = leavesOf(level, index)
  const tree = new MerkleFrontier()
  for (let at = 0; at < count; at += 1) {
    const hash = hashes.get(base)?.get(from + at)
    if (hash === undefined) return undefined
    tree.append(hash)
  }
  return tree.root()
}

/** The stored hashes a node follows from. */
function leavesOf(level: number, index: number): { base: number; from: number; count: number } {
  const above = level % levelsPerTile
  const count = 2 ** above
  return { base: level - above, from: index * count, count }
}

async function readLevel(
  { db, organization }: Reader,
  level: number,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const isWanted = sql<boolean>`index = any(${[...indexes]}::bigint[])`
  const rows =
    level === 0
      ? await db
          .selectFrom('log_entry')
          .select(['index', 'leaf_hash as hash'])
          .where('organization', '=', organization)
          .where(isWanted)
          .execute()
      : await db
          .selectFrom('log_node')
          .select(['index', 'hash'])
          .where('organization', '=', organization)
          .where('level', '=', level)
          .where(isWanted)
          .execute()
  return new Map(rows.map(({ index, hash }) => [index, new Uint8Array(hash)]))
}

import { LedgerError } from '../ledger-error.ts'
import { MerkleFrontier } from './frontier.ts'
import { hashLeaf } from './hash.ts'
import { consistencyProof, inclusionProof } from './prove.ts'
import { checkTreeSize, completeNodes } from './tree-size.ts'

/** A whole tree in memory, for packages, tests and small logs; a server keeps the nodes in its database instead. */
export class MerkleTree {
  readonly #frontier = new MerkleFrontier()
  readonly #levels: Uint8Array[][] = []

  get size(): number {
    return this.#frontier.size
  }

  /** Appends an entry's bytes and returns its index. */
  append(entry: Uint8Array): number {
    return this.appendLeafHash(hashLeaf(entry))
  }

  appendLeafHash(leafHash: Uint8Array): number {
    const index = this.size
    for (const node of this.#frontier.append(leafHash)) (this.#levels[node.level] ??= []).push(node.hash)
    return index
  }

  /** The root of the first `size` entries; of all of them when no size is given. */
  root(size = this.size): Uint8Array {
    this.#checkSize(size)
    if (size === this.size) return this.#frontier.root()
    const hashes = completeNodes({ start: 0, end: size }).map(({ level, index }) => this.readNode(level, index))
    return MerkleFrontier.restore(size, hashes).root()
  }

  /** The hash of a complete subtree. Throws `tree-invalid` when the tree has no such node. */
  readNode(level: number, index: number): Uint8Array {
    const hash = this.#levels[level]?.[index]
    if (hash === undefined) throw new LedgerError('tree-invalid', `The tree has no node ${index} on level ${level}.`)
    return hash
  }

  async inclusionProof(index: number, size = this.size): Promise<Uint8Array[]> {
    this.#checkSize(size)
    return inclusionProof(index, size, (level, at) => this.readNode(level, at))
  }

  async consistencyProof(oldSize: number, newSize = this.size): Promise<Uint8Array[]> {
    this.#checkSize(newSize)
    return consistencyProof(oldSize, newSize, (level, at) => this.readNode(level, at))
  }

  #checkSize(size: number): void {
    checkTreeSize(size, 'The tree size')
    if (size > this.size) {
      throw new LedgerError('tree-invalid', `The tree has ${this.size} entries and ${size} were asked for.`)
    }
  }
}

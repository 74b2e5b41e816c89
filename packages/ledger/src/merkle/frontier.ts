import { LedgerError } from '../ledger-error.ts'
import { EMPTY_ROOT, hashNode } from './hash.ts'
import { checkHash } from './hash-steps.ts'
import { checkTreeSize, completeNodes, type NodeAddress } from './tree-size.ts'

export interface MerkleNode extends NodeAddress {
  readonly hash: Uint8Array
}

/**
 * The right edge of a growing tree: all that is needed to append and to know the root. It holds one hash per set bit
 * of the size, so a log of a billion entries is at most thirty hashes.
 */
export class MerkleFrontier {
  #size = 0
  /** Roots of the complete subtrees, leftmost (largest) first. */
  readonly #hashes: Uint8Array[] = []

  /** Continues a tree from what `size` and `hashes` gave. Throws `tree-invalid` when they do not belong together. */
  static restore(size: number, hashes: readonly Uint8Array[]): MerkleFrontier {
    checkTreeSize(size, 'The tree size')
    const expected = completeNodes({ start: 0, end: size }).length
    if (hashes.length !== expected) {
      throw new LedgerError(
        'tree-invalid',
        `A tree of ${size} entries has ${expected} frontier hashes and ${hashes.length} were given; rebuild the frontier from the log.`,
      )
    }
    for (const hash of hashes) checkHash(hash, 'A frontier hash')
    const frontier = new MerkleFrontier()
    frontier.#size = size
    frontier.#hashes.push(...hashes)
    return frontier
  }

  get size(): number {
    return this.#size
  }

  get hashes(): readonly Uint8Array[] {
    return [...this.#hashes]
  }

  /** The complete subtrees that make it up, leftmost first. */
  completeNodes(): MerkleNode[] {
    return completeNodes({ start: 0, end: this.#size }).flatMap((node, at) => {
      const hash = this.#hashes[at]
      return hash === undefined ? [] : [{ ...node, hash }]
    })
  }

  /** Appends one leaf and returns the nodes it completes, from the leaf up: what a store must keep to prove later. */
  append(leafHash: Uint8Array): MerkleNode[] {
    checkHash(leafHash, 'The leaf hash')
    const completed: MerkleNode[] = [{ level: 0, index: this.#size, hash: leafHash }]
    let hash = leafHash
    let level = 0
    let index = this.#size
    // An odd index is a right child: its left sibling is the last hash of the frontier.
    for (let left = this.#hashes.at(-1); index % 2 === 1 && left !== undefined; left = this.#hashes.at(-1)) {
      this.#hashes.pop()
      hash = hashNode(left, hash)
      level += 1
      index = (index - 1) / 2
      completed.push({ level, index, hash })
    }
    this.#hashes.push(hash)
    this.#size += 1
    return completed
  }

  /** The root of the tree so far (RFC 6962 2.1). */
  root(): Uint8Array {
    return (
      this.#hashes.reduceRight<Uint8Array | undefined>(
        (right, left) => (right === undefined ? left : hashNode(left, right)),
        undefined,
      ) ?? EMPTY_ROOT
    )
  }
}

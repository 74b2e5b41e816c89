import { MerkleFrontier, proveInclusion } from '@evidentia/ledger'

interface AppendedNode {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/**
 * A log's tree as one transaction left it, with all that proves the entries it appended: what was complete before, and every node
 * that it completed. Nothing has to be read for it.
 */
export class AppendedTree {
  readonly size: number
  readonly #frontier: MerkleFrontier
  readonly #nodes = new Map<string, Uint8Array>()

  constructor(before: MerkleFrontier, completed: readonly AppendedNode[], after: MerkleFrontier) {
    this.size = after.size
    this.#frontier = MerkleFrontier.restore(after.size, after.hashes)
    for (const { level, index, hash } of before.completeNodes()) this.#nodes.set(nameOf(level, index), hash)
    for (const { level, index, hash } of completed) this.#nodes.set(nameOf(level, index), hash)
  }

  root(): Uint8Array {
    return this.#frontier.root()
  }

  /** The sibling hashes of an entry that this transaction appended. */
  prove(index: number): Uint8Array[] {
    return proveInclusion(index, this.size, (level, at) => {
      const hash = this.#nodes.get(nameOf(level, at))
      if (hash === undefined) throw new RangeError(`Entry ${index} was not appended by this transaction.`)
      return hash
    })
  }
}

function nameOf(level: number, index: number): string {
  return `${level}/${index}`
}

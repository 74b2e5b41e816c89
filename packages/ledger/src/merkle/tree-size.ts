import { LedgerError } from '../ledger-error.ts'

// Sizes and indices are whole numbers up to 2^53-1. Bit operators would cut them to 32 bits, so this is arithmetic.

/** A half-open range of leaves [start, end). */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** A complete subtree: `index` counts subtrees of 2^level leaves from the left. Level 0 is the leaf hashes. */
export interface NodeAddress {
  readonly level: number
  readonly index: number
}

/** The largest power of two strictly smaller than `count`, where RFC 6962 2.1 splits a tree; `count` is at least 2. */
export function splitPoint(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

/** The complete subtrees that make up a range of leaves, leftmost first. */
export function completeNodes(range: LeafRange): NodeAddress[] {
  const nodes: NodeAddress[] = []
  let at = range.start
  while (at < range.end) {
    let level = 0
    let width = 1
    while (at % (width * 2) === 0 && at + width * 2 <= range.end) {
      level += 1
      width *= 2
    }
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

export function checkTreeSize(size: number, what: string): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new LedgerError('tree-invalid', `${what} is ${size}; it must be a whole number from 0 to 2^53-1.`)
  }
}

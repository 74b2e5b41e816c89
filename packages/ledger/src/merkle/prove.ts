import { LedgerError } from '../ledger-error.ts'
import { hashNode } from './hash.ts'
import { checkHash } from './hash-steps.ts'
import { checkTreeSize, completeNodes, type LeafRange, splitPoint } from './tree-size.ts'

/** Reads the hash of a complete subtree, from a database, tiles or memory. */
export type ReadNode = (level: number, index: number) => Uint8Array | Promise<Uint8Array>

/** The sibling hashes from entry `index` up to the root of the first `size` entries (RFC 6962 2.1.1). */
export async function inclusionProof(index: number, size: number, readNode: ReadNode): Promise<Uint8Array[]> {
  checkEntry(index, size)
  return hashRanges(inclusionRanges(index, { start: 0, end: size }), readNode)
}

/** The same from nodes that are at hand. */
export function proveInclusion(
  index: number,
  size: number,
  readNode: (level: number, index: number) => Uint8Array,
): Uint8Array[] {
  checkEntry(index, size)
  return inclusionRanges(index, { start: 0, end: size }).map((range) =>
    joinNodes(completeNodes(range).map((node) => readNode(node.level, node.index))),
  )
}

/** The hashes that show the first `newSize` entries to extend the first `oldSize` (RFC 6962 2.1.2). */
export async function consistencyProof(oldSize: number, newSize: number, readNode: ReadNode): Promise<Uint8Array[]> {
  checkTreeSize(oldSize, 'The old tree size')
  checkTreeSize(newSize, 'The new tree size')
  if (oldSize > newSize) {
    throw new LedgerError(
      'tree-invalid',
      `A tree of ${newSize} entries cannot extend one of ${oldSize}; swap the sizes.`,
    )
  }
  if (oldSize === 0 || oldSize === newSize) return []
  return hashRanges(consistencyRanges(oldSize, { start: 0, end: newSize }, true), readNode)
}

// PATH(m, D[n]) of RFC 6962 2.1.1, as the ranges whose hashes make the proof.
function inclusionRanges(index: number, within: LeafRange): LeafRange[] {
  if (within.end - within.start === 1) return []
  const [left, right] = split(within)
  return index < left.end ? [...inclusionRanges(index, left), right] : [...inclusionRanges(index, right), left]
}

// SUBPROOF(m, D[n], b) of RFC 6962 2.1.2; `isWholeOldTree` is b.
function consistencyRanges(oldEnd: number, within: LeafRange, isWholeOldTree: boolean): LeafRange[] {
  if (within.end === oldEnd) return isWholeOldTree ? [] : [within]
  const [left, right] = split(within)
  return oldEnd <= left.end
    ? [...consistencyRanges(oldEnd, left, isWholeOldTree), right]
    : [...consistencyRanges(oldEnd, right, false), left]
}

function split(range: LeafRange): [LeafRange, LeafRange] {
  const middle = range.start + splitPoint(range.end - range.start)
  return [
    { start: range.start, end: middle },
    { start: middle, end: range.end },
  ]
}

async function hashRanges(ranges: readonly LeafRange[], readNode: ReadNode): Promise<Uint8Array[]> {
  return Promise.all(ranges.map(async (range) => hashRange(range, readNode)))
}

async function hashRange(range: LeafRange, readNode: ReadNode): Promise<Uint8Array> {
  return joinNodes(await Promise.all(completeNodes(range).map(async ({ level, index }) => readNode(level, index))))
}

function joinNodes(hashes: readonly Uint8Array[]): Uint8Array {
  for (const hash of hashes) checkHash(hash, 'A stored node')
  return hashes.reduceRight((right, left) => hashNode(left, right))
}

function checkEntry(index: number, size: number): void {
  checkTreeSize(size, 'The tree size')
  checkTreeSize(index, 'The entry index')
  if (index >= size) throw new LedgerError('tree-invalid', `Entry ${index} is not in a tree of ${size} entries.`)
}

import { HASH_BYTES, type HashSteps } from './hash-steps.ts'

export interface InclusionClaim {
  readonly leafHash: Uint8Array
  /** Zero-based position of the entry. */
  readonly index: number
  readonly size: number
  /** Sibling hashes from the leaf up (RFC 6962 2.1.1). */
  readonly proof: readonly Uint8Array[]
}

/**
 * The root that an inclusion proof leads to (the procedure of RFC 9162 2.1.3.2), or undefined when the proof has the
 * wrong shape for this index and size.
 */
export function* inclusionRoot(claim: InclusionClaim): HashSteps<Uint8Array | undefined> {
  const { leafHash, index, size, proof } = claim
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return undefined
  if ([leafHash, ...proof].some((hash) => hash.length !== HASH_BYTES)) return undefined
  let node = index
  let last = size - 1
  let root = leafHash
  for (const sibling of proof) {
    if (last === 0) return undefined
    if (node % 2 === 1 || node === last) {
      root = yield [sibling, root]
      // On the right edge the levels without a right sibling are skipped.
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      root = yield [root, sibling]
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : undefined
}

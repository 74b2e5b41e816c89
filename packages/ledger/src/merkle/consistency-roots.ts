import { HASH_BYTES, type HashSteps } from './hash-steps.ts'

export interface ConsistencyClaim {
  readonly oldSize: number
  readonly oldRoot: Uint8Array
  readonly newSize: number
  /** The hashes of RFC 6962 2.1.2. */
  readonly proof: readonly Uint8Array[]
}

export interface ConsistencyRoots {
  readonly oldRoot: Uint8Array
  readonly newRoot: Uint8Array
}

/**
 * The two roots that a consistency proof leads to (the procedure of RFC 9162 2.1.4.2) for sizes 0 < old < new, or
 * undefined when the proof has the wrong shape.
 */
export function* consistencyRoots(claim: ConsistencyClaim): HashSteps<ConsistencyRoots | undefined> {
  const { oldSize, newSize } = claim
  if (claim.proof.some((hash) => hash.length !== HASH_BYTES)) return undefined
  // A complete old tree is itself the first subtree; its root is known and left out of the proof.
  const path = isPowerOfTwo(oldSize) ? [claim.oldRoot, ...claim.proof] : claim.proof
  const [seed, ...rest] = path
  if (seed === undefined) return undefined
  let node = oldSize - 1
  let last = newSize - 1
  while (node % 2 === 1) {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  let oldRoot = seed
  let newRoot = seed
  for (const hash of rest) {
    if (last === 0) return undefined
    if (node % 2 === 1 || node === last) {
      oldRoot = yield [hash, oldRoot]
      newRoot = yield [hash, newRoot]
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newRoot = yield [newRoot, hash]
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? { oldRoot, newRoot } : undefined
}

function isPowerOfTwo(size: number): boolean {
  let power = 1
  while (power < size) power *= 2
  return power === size
}

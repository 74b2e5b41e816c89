import { equalBytes } from '../encoding/bytes.ts'
import { type ConsistencyClaim, consistencyRoots } from './consistency-roots.ts'
import { EMPTY_ROOT, runHashSteps } from './hash.ts'

/**
 * Whether the proof shows that the tree of `newSize` entries only appends to the tree of `oldSize` entries.
 * False for anything else, malformed proofs included. Every tree extends the empty one.
 */
export function verifyConsistency(claim: ConsistencyClaim & { readonly newRoot: Uint8Array }): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(newSize) || oldSize < 0 || oldSize > newSize) return false
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot)
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, EMPTY_ROOT)
  const roots = runHashSteps(consistencyRoots(claim))
  return roots !== undefined && equalBytes(roots.oldRoot, oldRoot) && equalBytes(roots.newRoot, newRoot)
}

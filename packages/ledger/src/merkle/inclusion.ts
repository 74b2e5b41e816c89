import { equalBytes } from '../encoding/bytes.ts'
import { runHashSteps } from './hash.ts'
import { type InclusionClaim, inclusionRoot } from './inclusion-root.ts'

/**
 * Whether the proof shows that `leafHash` is entry `index` of the tree of `size` entries with this root.
 * False for anything else, malformed proofs included.
 */
export function verifyInclusion(claim: InclusionClaim & { readonly root: Uint8Array }): boolean {
  const root = runHashSteps(inclusionRoot(claim))
  return root !== undefined && equalBytes(root, claim.root)
}

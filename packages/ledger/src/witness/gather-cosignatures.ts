import { appendSignatures } from '../note/note-text.ts'
import { meetsPolicy, type PolicyVerdict, readPolicy, type WitnessPolicy } from './policy.ts'
import { requestCosignature, type WitnessAnswer, type WitnessRequest } from './request-cosignature.ts'

export interface GatherRequest extends Pick<WitnessRequest, 'checkpoint' | 'proveConsistency' | 'post'> {
  readonly policy: WitnessPolicy
  /** By key id, the size that each witness cosigned last; kept by the caller from the answers. */
  readonly oldSizes: ReadonlyMap<string, number>
}

export interface Gathered {
  /** The checkpoint with every cosignature got. Publish it only when `verdict.met`. */
  readonly checkpoint: Uint8Array
  readonly verdict: PolicyVerdict
  readonly answers: readonly { readonly name: string; readonly keyId: string; readonly answer: WitnessAnswer }[]
}

/** Asks all witnesses of a policy that have an address, at once. Throws `policy-invalid` or `key-invalid`. */
export async function gatherCosignatures(request: GatherRequest): Promise<Gathered> {
  const { policy, checkpoint, proveConsistency, post, oldSizes } = request
  const keys = await readPolicy(policy)
  const asked = keys.flatMap((witness, at) => {
    const url = policy.witnesses[at]?.url
    return url === undefined ? [] : [{ witness, url: url.replace(/\/$/, '') }]
  })
  const answers = await Promise.all(
    asked.map(async ({ witness, url }) => {
      const oldSize = oldSizes.get(witness.keyId) ?? 0
      const answer = await requestCosignature({ witness, url, checkpoint, oldSize, proveConsistency, post })
      return { name: witness.name, keyId: witness.keyId, answer }
    }),
  )
  const lines = answers.flatMap(({ answer }) => (answer.ok ? [answer.cosignature.line] : []))
  const cosigned = appendSignatures(checkpoint, lines)
  return { checkpoint: cosigned, verdict: await meetsPolicy(cosigned, policy), answers }
}

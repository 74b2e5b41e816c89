import { parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { encodeBase64 } from '../encoding/base64.ts'
import { concatBytes, decodeUtf8, encodeUtf8, parseDecimal } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { parseNote } from '../note/note-text.ts'
import type { VerifierKey } from '../note/verifier-key.ts'
import { type Cosignature, openCosignatures } from './cosignature.ts'

/** Posts a body and answers with what came back; the caller's, with its own limits of time and size. */
export type PostToWitness = (
  url: string,
  body: Uint8Array,
) => Promise<{ readonly status: number; readonly contentType: string | null; readonly body: Uint8Array }>

export interface WitnessRequest {
  readonly witness: VerifierKey
  /** The submission prefix, without a slash at its end. */
  readonly url: string
  /** The checkpoint as the log signed it. */
  readonly checkpoint: Uint8Array
  /** The size that this witness cosigned last, as far as is known; 0 when it is not. */
  readonly oldSize: number
  /** The consistency proof from a smaller size to the checkpoint's (RFC 6962 2.1.2); [] from 0. */
  readonly proveConsistency: (oldSize: number, newSize: number) => Promise<readonly Uint8Array[]>
  readonly post: PostToWitness
}

/** Why there is no cosignature. `rollback` and `split-view` are findings about the log, the others about the witness. */
export type WitnessRefusal =
  | 'unreachable'
  | 'log-unknown'
  | 'signature-refused'
  | 'proof-refused'
  | 'rollback'
  | 'split-view'
  | 'answer-malformed'

export type WitnessAnswer =
  | { readonly ok: true; readonly cosignature: Cosignature }
  | { readonly ok: false; readonly reason: WitnessRefusal; readonly problem: string; readonly cause?: unknown }

/**
 * Asks a witness to cosign a checkpoint (C2SP tlog-witness `add-checkpoint`), once more when it remembers another size
 * than we thought. Never throws for what the witness or the network does.
 */
export async function requestCosignature(request: WitnessRequest): Promise<WitnessAnswer> {
  const first = await ask(request, request.oldSize)
  return typeof first === 'number' ? askAgain(request, first) : first
}

/** The body of `add-checkpoint`. */
export function encodeAddCheckpoint(oldSize: number, proof: readonly Uint8Array[], checkpoint: Uint8Array): Uint8Array {
  const lines = [`old ${oldSize}`, ...proof.map(encodeBase64)]
  return concatBytes([encodeUtf8(`${lines.join('\n')}\n\n`), checkpoint])
}

/** The answer, or the size that the witness says it cosigned last. */
async function ask(request: WitnessRequest, oldSize: number): Promise<WitnessAnswer | number> {
  const { witness, url, checkpoint, post } = request
  const { size } = parseCheckpoint(parseNote(checkpoint).text)
  const proof = oldSize === 0 ? [] : await request.proveConsistency(oldSize, size)
  try {
    const { status, contentType, body } = await post(
      `${url}/add-checkpoint`,
      encodeAddCheckpoint(oldSize, proof, checkpoint),
    )
    if (status === 200) return await readCosignature(request, body)
    if (status === 404) return refused('log-unknown', `${witness.name} does not know this log; register its key there.`)
    if (status === 403) return refused('signature-refused', `${witness.name} trusts another key for this log.`)
    if (status === 422) return refused('proof-refused', `${witness.name} says that the log is not append-only.`)
    const known = status === 409 ? readSize(contentType, body) : undefined
    return known ?? refused('answer-malformed', `${witness.name} answered with status ${status} and nothing to go by.`)
  } catch (cause) {
    return { ...refused('unreachable', `${witness.name} could not be asked; try again later.`), cause }
  }
}

async function askAgain(request: WitnessRequest, known: number): Promise<WitnessAnswer> {
  const { name } = request.witness
  const { size } = parseCheckpoint(parseNote(request.checkpoint).text)
  if (known > size) {
    return refused(
      'rollback',
      `ROLLBACK DETECTED: ${name} cosigned ${known} entries of this log, which now has ${size}.`,
    )
  }
  // At equal sizes a conflict means unequal roots.
  const second = known === request.oldSize && known === size ? known : await ask(request, known)
  if (typeof second !== 'number') return second
  if (known === size && second === size) {
    return refused('split-view', `SPLIT VIEW: ${name} cosigned another root for ${size} entries of this log.`)
  }
  return refused('answer-malformed', `${name} said it knew ${known} entries, then ${second}; ask again later.`)
}

async function readCosignature({ witness, checkpoint }: WitnessRequest, lines: Uint8Array): Promise<WitnessAnswer> {
  try {
    const [cosignature] = await openCosignatures(concatBytes([checkpoint, lines]), [witness])
    if (cosignature !== undefined) return { ok: true, cosignature }
    return refused('answer-malformed', `${witness.name} answered without a cosignature by the key we know.`)
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause
    return { ...refused('answer-malformed', `${witness.name}: ${cause.message}`), cause }
  }
}

function readSize(contentType: string | null, body: Uint8Array): number | undefined {
  if (contentType?.split(';')[0]?.trim() !== 'text/x.tlog.size' || body.length > 20) return undefined
  const text = decodeUtf8(body, 'The size')
  return text.endsWith('\n') ? parseDecimal(text.slice(0, -1)) : undefined
}

function refused(reason: WitnessRefusal, problem: string): WitnessAnswer & { readonly ok: false } {
  return { ok: false, reason, problem }
}

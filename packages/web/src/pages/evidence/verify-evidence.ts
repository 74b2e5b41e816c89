import type { Answer } from '../../client/answers.ts'
import {
  decodeStatement,
  digestSha256,
  LedgerError,
  openCheckpoint,
  parseReceipt,
  parseVerifierKeys,
  verifyReceipt,
} from '@evidentia/ledger/verify'

export interface Claim {
  /** The artifact's SHA-256 as the page shows it, lower-case hexadecimal. */
  readonly sha256: string
  readonly receipt: Answer<'readReceipt'>
  /** The artifact's bytes; null where the reader may not download them. */
  readonly artifact: Uint8Array | null
  /** A verifier key the reader got by another way than from this server. */
  readonly ownKey: string | null
}

export interface Step {
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'not-run'
  readonly detail: string
}
export interface Verification {
  readonly steps: readonly Step[]
  readonly ok: boolean
  readonly isOwnKey: boolean
}

/**
 * Checks everything the page says about a seal, on this machine: the bytes, the log entry that names them, the path from the
 * entry to the log's root, and the signature on that root. Each step is judged by itself and none is skipped in silence.
 */
export async function verifyEvidence({ sha256, receipt, artifact, ownKey }: Claim): Promise<Verification> {
  const leaf = bytesOfBase64(receipt.leaf)
  const proof = new TextEncoder().encode(receipt.proof)
  const key = ownKey ?? receipt.verifierKey
  const steps = [
    await attempt('The file has the hash that is shown', async () => {
      if (artifact === null)
        return {
          outcome: 'not-run',
          detail: 'Your role may not download the file. Hash your own copy and compare it with the SHA-256 above.',
        }
      const actual = hexOf(await digestSha256(artifact))
      return actual === sha256
        ? passed(`SHA-256 of the downloaded bytes: ${actual}`)
        : failed(`The downloaded bytes have the SHA-256 ${actual}.`)
    }),
    await attempt('The log entry names that hash', async () => {
      const subject = decodeStatement(leaf).subject.find(({ digest }) => digest.sha256 === sha256)
      return subject === undefined
        ? failed('The entry names other bytes.')
        : passed(`The entry’s statement names “${subject.name}”.`)
    }),
    await attempt('The log’s key signed the checkpoint', async () => {
      const { origin, size, signedBy } = await openCheckpoint(
        parseReceipt(proof).checkpoint,
        await parseVerifierKeys([key]),
      )
      return passed(
        `${signedBy.map(({ name, keyId }) => `${name}+${keyId}`).join(', ')} signed the log “${origin}” at ${size} entries.`,
      )
    }),
    await attempt('The entry is in the signed log', async () => {
      const verdict = await verifyReceipt({ receipt: proof, leaf, vkeys: [key] })
      if (!verdict.ok) return failed(verdict.problem)
      return passed(`Entry ${verdict.index} of ${verdict.size} leads to the root ${hexOf(verdict.root)}.`)
    }),
  ]
  return { steps, ok: steps.every(({ outcome }) => outcome !== 'failed'), isOwnKey: ownKey !== null }
}

type Outcome = Omit<Step, 'title'>

async function attempt(title: string, run: () => Promise<Outcome>): Promise<Step> {
  try {
    return { title, ...(await run()) }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error
    return { title, ...failed(error.message) }
  }
}

function passed(detail: string): Outcome {
  return { outcome: 'passed', detail }
}

function failed(detail: string): Outcome {
  return { outcome: 'failed', detail }
}

function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { concatBytes } from '../encoding/bytes.ts'
import { LedgerError } from '../ledger-error.ts'
import { type HashSteps, LEAF_PREFIX, NODE_PREFIX } from './hash-steps.ts'

/** SHA-256 by WebCrypto: the same in a browser and in Node. */
export async function digestSha256(bytes: Uint8Array): Promise<Uint8Array> {
  // WebCrypto's types want bytes that are not shared between threads; the copy is small and gives that.
  return new Uint8Array(await requireWebCrypto().digest('SHA-256', new Uint8Array(bytes)))
}

/** SHA-256(0x00 || entry), RFC 6962 2.1. */
export async function digestLeaf(entry: Uint8Array): Promise<Uint8Array> {
  return digestSha256(concatBytes([Uint8Array.of(LEAF_PREFIX), entry]))
}

/** Runs a verification to its end with WebCrypto. */
export async function runHashStepsInBrowser<Result>(steps: HashSteps<Result>): Promise<Result> {
  let step = steps.next()
  while (!step.done) {
    const [left, right] = step.value
    // Each step needs the one before it.
    step = steps.next(await digestSha256(concatBytes([Uint8Array.of(NODE_PREFIX), left, right])))
  }
  return step.value
}

/** WebCrypto, which browsers withhold from pages served without TLS. Throws `crypto-unavailable`. */
export function requireWebCrypto(): typeof crypto.subtle {
  const subtle: typeof crypto.subtle | undefined = crypto.subtle
  if (subtle !== undefined) return subtle
  throw new LedgerError('crypto-unavailable', 'This page has no WebCrypto; open it over HTTPS or on localhost.')
}

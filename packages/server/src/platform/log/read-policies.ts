import { readFile } from 'node:fs/promises'
import type { PostToWitness, WitnessPolicy } from '@evidentia/ledger'
import { z } from 'zod'
import { ConfigurationError } from '../../configuration-error.ts'

const answerMs = 10_000
const answerBytes = 64 * 1024

const policySchema = z.strictObject({
  quorum: z.int().min(1),
  witnesses: z.array(z.strictObject({ vkey: z.string(), url: z.url() })).min(1),
})
const policiesSchema = z.record(z.string(), policySchema)

/** The witness policies of an installation: a JSON file of `{ "<short name>" or "*": { quorum, witnesses: [{ vkey, url }] } }`. */
export async function readPolicies(file: string | null): Promise<ReadonlyMap<string, WitnessPolicy>> {
  if (file === null) return new Map()
  try {
    return new Map(Object.entries(policiesSchema.parse(JSON.parse(await readFile(file, 'utf8')))))
  } catch (cause) {
    throw new ConfigurationError(
      `EVIDENTIA_WITNESS_POLICY is ${file}, which is not a file of witness policies; see docs/operating.md.`,
      { cause },
    )
  }
}

/** Posts to a witness, within limits of time and size and without following it elsewhere. */
export const postToWitness: PostToWitness = async (url, body) => {
  const response = await fetch(url, {
    method: 'POST',
    body: Uint8Array.from(body),
    redirect: 'error',
    signal: AbortSignal.timeout(answerMs),
  })
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > answerBytes) throw new RangeError('The witness answered with more than 64 KiB.')
    parts.push(part)
  }
  return { status: response.status, contentType: response.headers.get('content-type'), body: Buffer.concat(parts) }
}

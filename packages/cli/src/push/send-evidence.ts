import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Answered, Contracts, EvidenceClaim } from '@evidentia/core'
import { contracts, evidenceIdentity } from '@evidentia/core'
import { sha256HexOfStream } from '@evidentia/ledger'
import { readChunks } from '../folder/read-chunks.ts'
import { Refusal } from '../output/explain-error.ts'
import { describeProblem } from './describe-problem.ts'
import { openForm } from './evidence-form.ts'
import { postStream } from './post-stream.ts'

/** Where to send to, and as whom. */
export interface Server {
  readonly url: URL
  readonly apiKey: string
}

export type Recorded = Answered<Contracts['recordEvidence']>

const { recordEvidence } = contracts
const RETRIES = 3
const LONGEST_WAIT_MS = 60_000
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

/**
 * Records one file and answers with its receipt. The file streams from the disk. Network failures, 429 and passing
 * server errors are tried again three times under one idempotency key, so that a lost answer never records twice.
 * Throws Refusal with the server's own sentence.
 */
export async function sendEvidence(
  server: Server,
  path: string,
  claim: EvidenceClaim,
  idempotencyKey: string,
): Promise<Recorded> {
  const target = new URL(`api/v1${recordEvidence.path}`, withSlash(server.url))
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptOnce(target, server.apiKey, path, claim, idempotencyKey)
    if ('response' in outcome && !PASSING_STATUSES.has(outcome.response.status))
      return readAnswer(outcome.response, path)
    if (attempt === RETRIES) throw await explainGivingUp(outcome, target, path)
    await setTimeout(waitBefore(attempt, 'response' in outcome ? outcome.response : undefined))
  }
}

type Outcome = { readonly response: Response } | { readonly failure: unknown }

async function attemptOnce(
  target: URL,
  apiKey: string,
  path: string,
  claim: EvidenceClaim,
  idempotencyKey: string,
): Promise<Outcome> {
  const { contentType, body } = await openForm(path, claim)
  const headers = {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json',
    'content-type': contentType,
    'idempotency-key': idempotencyKey,
  }
  try {
    return { response: await postStream(target, headers, body) }
  } catch (failure) {
    return { failure }
  }
}

async function readAnswer(response: Response, path: string): Promise<Recorded> {
  const elsewhere = response.headers.get('location')
  if (response.status >= 300 && response.status < 400 && elsewhere !== null) {
    throw new Refusal(
      1,
      `${path}: the server points to ${elsewhere} instead of recording; give that address with --url if it is yours.`,
    )
  }
  if (!response.ok) throw new Refusal(1, nameFile(path, await describeProblem(response)))
  const body: unknown = await response.json().catch(() => null)
  const parsed = recordEvidence.output.safeParse(body)
  if (parsed.success) return parsed.data
  throw new Refusal(
    1,
    `${path}: the server answered ${response.status} with something other than a receipt; check the URL and its version.`,
  )
}

async function explainGivingUp(outcome: Outcome, target: URL, path: string): Promise<Refusal> {
  const tried = `after ${RETRIES + 1} attempts`
  if ('response' in outcome)
    return new Refusal(1, `${path}: ${await describeProblem(outcome.response)} Given up ${tried}.`)
  const { failure } = outcome
  return new Refusal(
    1,
    `${path}: ${target.origin} could not be reached ${tried} (${readReason(failure)}); check the URL and that the server runs.`,
    {
      cause: failure,
    },
  )
}

function readReason(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.message
}

/** Half a second, then doubling; a server that says when is believed, up to a minute. */
function waitBefore(attempt: number, response: Response | undefined): number {
  const asked = Number(response?.headers.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(asked) && asked >= 0) return Math.min(asked * 1000, LONGEST_WAIT_MS)
  return 500 * 2 ** attempt
}

/** The same file with the same claim is the same request. `again`: however late it was collected, as the state of a push knows it. */
export async function nameRequest(path: string, claim: EvidenceClaim, again = false): Promise<string> {
  const { sha256 } = await sha256HexOfStream(readChunks(path))
  const { collectedAt, source, collector = '', note = '' } = claim
  const when = again ? '' : collectedAt
  const text = [evidenceIdentity(sha256, claim), basename(path), when, source, collector, note].join('\n')
  return `push-${createHash('sha256').update(text).digest('hex')}`
}

/** The server often names the file itself; then once is enough. */
function nameFile(path: string, sentence: string): string {
  return sentence.startsWith(basename(path)) ? sentence : `${path}: ${sentence}`
}

function withSlash(url: URL): URL {
  return new URL(url.pathname.endsWith('/') ? url : `${url.href}/`)
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Http, HttpReply, HttpRequest } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import { sendOnce, type SendLimits } from './send-once.ts'

export interface HttpOptions extends SendLimits {
  readonly doorkeeper: Doorkeeper
  readonly signal: AbortSignal
  /** Milliseconds before the second attempt; each further one waits twice as long. */
  readonly backoffMs: number
  /** The longest that one request waits for a system that asks for patience, in milliseconds. */
  readonly maxWaitMs: number
}

const attempts = 5
const passing = new Set([429, 500, 502, 503, 504])

/** `Http` over the network of this machine. */
export function createHttp(options: HttpOptions): Http {
  return { send: async (request) => sendPatiently(request, options) }
}

async function sendPatiently(request: HttpRequest, options: HttpOptions): Promise<HttpReply> {
  let waited = 0
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(request, options)
    const isPassing = 'failure' in outcome ? outcome.failure.kind === 'unreachable' : isBusy(outcome.reply)
    if (!isPassing) return finish(outcome)
    const asked = 'reply' in outcome ? waitAskedFor(outcome.reply, Date.now()) : null
    const wait = asked ?? options.backoffMs * 2 ** (attempt - 1)
    waited += wait
    if (attempt === attempts || waited > options.maxWaitMs) return giveUp(outcome, request)
    await sleep(wait, undefined, { signal: options.signal }).catch((error: unknown) => {
      throw new CollectFailure('canceled', 'The collection was canceled.', error)
    })
  }
}

type Outcome = { readonly reply: HttpReply } | { readonly failure: CollectFailure }

async function attemptOnce(request: HttpRequest, options: HttpOptions): Promise<Outcome> {
  try {
    return { reply: await sendOnce(request, options.doorkeeper, options, options.signal) }
  } catch (error) {
    if (error instanceof CollectFailure) return { failure: error }
    throw error
  }
}

function finish(outcome: Outcome): HttpReply {
  if ('failure' in outcome) throw outcome.failure
  return outcome.reply
}

function giveUp(outcome: Outcome, { url }: HttpRequest): HttpReply {
  if ('failure' in outcome) throw outcome.failure
  const { status } = outcome.reply
  const host = URL.parse(url)?.host ?? 'The system'
  if (status === 429 || status === 403)
    throw new CollectFailure('throttled', `${host} asked to be asked less often, ${attempts} times or for too long.`)
  throw new CollectFailure('unreachable', `${host} answered ${status} each time it was asked.`)
}

/** GitHub answers 403 and not 429 when a limit is used up; its header tells that from a missing permission. */
function isBusy({ status, headers }: HttpReply): boolean {
  return passing.has(status) || (status === 403 && headers['x-ratelimit-remaining'] === '0')
}

/** How long a reply asks to wait, in milliseconds: Retry-After (RFC 9110, 10.2.3), or the reset of a rate limit. */
export function waitAskedFor({ headers }: HttpReply, now: number): number | null {
  const after = headers['retry-after']
  if (after !== undefined) {
    if (/^\d{1,6}$/.test(after)) return Number(after) * 1000
    const at = Date.parse(after)
    if (!Number.isNaN(at)) return Math.max(0, at - now)
  }
  const reset = headers['x-rate-limit-reset'] ?? headers['x-ratelimit-reset']
  if (reset !== undefined && /^\d{9,11}$/.test(reset)) return Math.max(0, Number(reset) * 1000 - now)
  return null
}

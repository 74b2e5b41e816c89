import { createHash, randomUUID } from 'node:crypto'
import { formOf } from '../testing/test-server.ts'
import type { Acknowledged, Ground, Item, Trail } from './ground.ts'
import type { SeededRandom } from './random.ts'
import { sleep } from './server-node.ts'

const giveUpMs = 30_000
const batch = 10
const claim = {
  proves: [{ requirement: 'restore-test/restore-drill' }],
  effective: { from: '2026-03-01', to: '2026-03-31' },
  collectedAt: '2026-03-31T12:00:00Z',
  source: 'Backup platform',
}

/** What became of one attempt. `lost` means that no answer came: the item may be recorded or not. */
export type Outcome = 'acknowledged' | 'lost' | 'refused'

export interface LoadOptions {
  readonly ground: Ground
  readonly trail: Trail
  /** The servers; each caller goes to the next one when the one it talks to does not answer. */
  readonly addresses: readonly string[]
  readonly random: SeededRandom
  /** Callers that send one item at a time, and callers that send ten at once. */
  readonly singles?: number
  readonly batches?: number
}

/**
 * Callers who push evidence, each item once, until they are stopped. An item that was sent and not answered is tried again
 * with the same Idempotency-Key, at once or, when the load was stopped, by the next load. What is acknowledged is written to
 * the ledger file before anything else is done.
 */
export class Load {
  readonly counts = { acknowledged: 0, lost: 0, refused: 0 }
  /** Refusals that make no sense under these faults: anything but a plain sentence with 409, 503 or 507. */
  readonly unexpected: string[] = []
  readonly #inFlight = new Map<string, number>()
  #stopping = false
  readonly #options: LoadOptions
  readonly #retries: Item[]
  readonly #done: Promise<unknown>
  readonly #abort = new AbortController()

  constructor(options: LoadOptions) {
    this.#options = options
    this.#retries = [...options.trail.unanswered.values()]
    const { singles = 4, batches = 1 } = options
    this.#done = Promise.all([
      ...Array.from({ length: singles }, async (_, at) => this.#call(at, 1)),
      ...Array.from({ length: batches }, async (_, at) => this.#call(at, batch)),
    ])
  }

  /** Requests sent to this server and not answered at this moment. */
  inFlightOn(address: string): number {
    return this.#inFlight.get(address) ?? 0
  }

  /** Callers send nothing more; what is under way is waited for. */
  async stop(): Promise<void> {
    this.#stopping = true
    // A request that hangs on a server that is gone for good would keep its caller.
    const timer = setTimeout(() => this.#abort.abort(), giveUpMs)
    await this.#done
    clearTimeout(timer)
  }

  async #call(at: number, size: number): Promise<void> {
    let turn = at
    while (!this.#stopping) {
      const items = Array.from({ length: size }, () => this.#retries.shift() ?? makeItem(this.#options.random))
      const outcomes = await Promise.all(items.map(async (item) => this.#push(turn, item)))
      if (!outcomes.every((outcome) => outcome === 'acknowledged')) {
        turn += 1
        await sleep(20)
      }
    }
  }

  async #push(turn: number, item: Item): Promise<Outcome> {
    const { ground, trail, addresses } = this.#options
    const address = addresses[turn % addresses.length] ?? ''
    trail.unanswered.set(item.key, item)
    this.#inFlight.set(address, this.inFlightOn(address) + 1)
    try {
      const answer = await pushItem(address, trail, item, this.#abort.signal)
      if (answer.outcome === 'acknowledged') ground.acknowledge(trail, answer.acknowledged)
      else if (!this.#stopping) this.#retries.push(item)
      if (answer.outcome === 'refused' && !isFit(answer.status, answer.text))
        this.unexpected.push(`${answer.status} ${answer.text.slice(0, 300)}`)
      this.counts[answer.outcome] += 1
      return answer.outcome
    } finally {
      this.#inFlight.set(address, this.inFlightOn(address) - 1)
    }
  }
}

export type Answer =
  | { readonly outcome: 'acknowledged'; readonly acknowledged: Acknowledged }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'refused'; readonly status: number; readonly text: string }

/** Sends one item once. */
async function pushItem(address: string, trail: Trail, item: Item, signal?: AbortSignal): Promise<Answer> {
  const sent = await fetch(`${address}/api/v1/evidence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${trail.writer}`, 'idempotency-key': item.key },
    body: formOf(claim, item.name, item.content),
    ...(signal === undefined ? {} : { signal }),
  })
    .then(async (reply) => ({ status: reply.status, text: await reply.text() }))
    // Refused, reset, cut off in the middle of the answer: whatever it is, there is no answer.
    .catch(() => null)
  if (sent === null) return { outcome: 'lost' }
  // 200 says that it was recorded before: the answer to the first attempt did not arrive.
  if (sent.status !== 201 && sent.status !== 200) return { outcome: 'refused', ...sent }
  const { evidence, receipt }: RecordAnswer = JSON.parse(sent.text)
  return { outcome: 'acknowledged', acknowledged: { ...item, evidence: evidence.id, ...receipt } }
}

interface RecordAnswer {
  readonly evidence: { readonly id: string }
  readonly receipt: Pick<Acknowledged, 'entry' | 'leaf' | 'proof' | 'verifierKey'>
}

function makeItem(random: SeededRandom): Item {
  const key = randomUUID()
  // Most ride in the commit; one in five is a file.
  const lines = random.between(1, 5) === 1 ? random.between(4_000, 6_000) : random.between(1, 300)
  const content = `drill ${key}\n${'restored in time\n'.repeat(lines)}`
  return { key, name: `${key}.txt`, content, sha256: createHash('sha256').update(content).digest('hex') }
}

/** Whether a refusal is one that a broken database, store or disk explains, told in a sentence and without a stack. */
function isFit(status: number, text: string): boolean {
  return [409, 503, 507].includes(status) && !/\bat .+\(.+:\d+:\d+\)/.test(text)
}

import { createHash } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import type { RootKey } from '../auth/root-key.ts'
import type { Transactions } from '../db/transactions.ts'

/** What belongs to no organization is kept under the nil UUID (RFC 9562 5.9). */
export const noOrganization = '00000000-0000-0000-0000-000000000000'
const keptMs = 24 * 60 * 60 * 1000
/** A request that takes longer than this was cut off by a crash, so its key may be used again. */
const inFlightMs = 2 * 60 * 1000

/** Whose key it is: two callers may use the same key for different things. */
export interface KeyOwner {
  readonly organization: string
  readonly actor: string
  readonly key: string
}

export interface KeptAnswer {
  readonly status: number
  readonly body: unknown
}

/** Remembers for a day what was answered to a request with an Idempotency-Key, so that sending it twice does it once. */
export class Idempotency {
  readonly #transactions: Transactions
  readonly #rootKey: RootKey

  constructor(transactions: Transactions, rootKey: RootKey) {
    this.#transactions = transactions
    this.#rootKey = rootKey
  }

  /** Runs `work` once per key. The same key with another request is refused; one still running is a `conflict`. */
  async once(owner: KeyOwner, request: string, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    if (!/^[\x21-\x7e]{1,200}$/.test(owner.key))
      throw new EvidentiaError('invalid-input', 'The Idempotency-Key must be 1 to 200 visible ASCII characters.')
    const requestHash = createHash('sha256').update(request).digest()
    const kept = await this.#claim(owner, requestHash)
    if (kept !== null) return kept
    try {
      const answer = await work()
      await this.#keep(owner, answer)
      return answer
    } catch (error) {
      // A refusal changed nothing, so the corrected request may use the key.
      await this.#release(owner)
      throw error
    }
  }

  async sweep(organization: string): Promise<void> {
    await this.#transactions.cache(organization, async (db) =>
      db
        .deleteFrom('idempotency')
        .where('organization', '=', organization)
        .where('started', '<', new Date(Date.now() - keptMs))
        .execute(),
    )
  }

  async #claim(owner: KeyOwner, requestHash: Buffer): Promise<KeptAnswer | null> {
    const { organization, actor, key } = owner
    return this.#transactions.cache(organization, async (db) => {
      const now = new Date()
      const fresh = { organization, actor, key, request_hash: requestHash, started: now, status: null, answer: null }
      const inserted = await db
        .insertInto('idempotency')
        .values(fresh)
        .onConflict((on) => on.doNothing())
        .returning('key')
        .executeTakeFirst()
      if (inserted !== undefined) return null
      const before = await db
        .selectFrom('idempotency')
        .selectAll()
        .where('organization', '=', organization)
        .where('actor', '=', actor)
        .where('key', '=', key)
        .forUpdate()
        .executeTakeFirst()
      const age = now.getTime() - (before?.started.getTime() ?? 0)
      if (before === undefined || age > keptMs || (before.status === null && age > inFlightMs)) {
        await db
          .updateTable('idempotency')
          .set(fresh)
          .where('organization', '=', organization)
          .where('actor', '=', actor)
          .where('key', '=', key)
          .execute()
        return null
      }
      if (!before.request_hash.equals(requestHash)) {
        throw new EvidentiaError('conflict', 'This Idempotency-Key was used for another request.', {
          remedy: 'Use a new key for a new request.',
        })
      }
      if (before.status === null || before.answer === null) {
        throw new EvidentiaError('conflict', 'The first request with this Idempotency-Key is still running.', {
          remedy: 'Wait for it, then send this one again.',
        })
      }
      return {
        status: before.status,
        body: JSON.parse(this.#rootKey.open(placeOf(owner), before.answer).toString('utf8')),
      }
    })
  }

  async #keep(owner: KeyOwner, { status, body }: KeptAnswer): Promise<void> {
    const { organization, actor, key } = owner
    const answer = this.#rootKey.seal(placeOf(owner), Buffer.from(JSON.stringify(body ?? null)))
    await this.#transactions.cache(organization, async (db) =>
      db
        .updateTable('idempotency')
        .set({ status, answer })
        .where('organization', '=', organization)
        .where('actor', '=', actor)
        .where('key', '=', key)
        .execute(),
    )
  }

  async #release({ organization, actor, key }: KeyOwner): Promise<void> {
    await this.#transactions.cache(organization, async (db) =>
      db
        .deleteFrom('idempotency')
        .where('organization', '=', organization)
        .where('actor', '=', actor)
        .where('key', '=', key)
        .where('status', 'is', null)
        .execute(),
    )
  }
}

function placeOf({ organization, actor, key }: KeyOwner): { table: string; row: string; column: string } {
  return { table: 'idempotency', row: `${organization}/${actor}/${key}`, column: 'answer' }
}

import { createHash } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import type { Transaction } from 'kysely'
import type { RootKey } from '../auth/root-key.ts'
import type { NodePresence } from '../db/node-presence.ts'
import type { Tables } from '../db/tables.ts'
import type { Transactions } from '../db/transactions.ts'

/** What belongs to no organization is kept under the nil UUID (RFC 9562 5.9). */
export const noOrganization = '00000000-0000-0000-0000-000000000000'
const keptMs = 24 * 60 * 60 * 1000
/** A request that takes longer than this was cut off with its whole machine, so its key may be used again. */
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
  readonly #presence: NodePresence
  /** What this node is working on, by the row's name. */
  readonly #running = new Map<string, symbol>()

  constructor(transactions: Transactions, rootKey: RootKey, presence: NodePresence) {
    this.#transactions = transactions
    this.#rootKey = rootKey
    this.#presence = presence
  }

  /**
   * Runs `work` once per key. The same key with another request is refused; one still running is a `conflict`, unless the
   * node it ran on is gone: whoever got no answer from a server that was killed sends the request again as it was.
   * `work` must bear that: what a killed node committed without keeping its answer is asked for once more.
   */
  async once(owner: KeyOwner, request: string, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    if (!/^[\x21-\x7e]{1,200}$/.test(owner.key))
      throw new EvidentiaError('invalid-input', 'The Idempotency-Key must be 1 to 200 visible ASCII characters.')
    const requestHash = createHash('sha256').update(request).digest()
    const claim = Symbol('claim')
    try {
      const kept = await this.#claim(owner, requestHash, claim)
      return kept ?? (await this.#run(owner, work))
    } finally {
      const { row } = placeOf(owner)
      if (this.#running.get(row) === claim) this.#running.delete(row)
    }
  }

  async #run(owner: KeyOwner, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    let answer: KeptAnswer
    try {
      answer = await work()
    } catch (error) {
      // A refusal changed nothing, so the corrected request may use the key. That it could not be freed, as when the database
      // was lost, is not what the caller has to hear: nobody works on it any more, which frees it as well.
      await this.#release(owner).catch(() => undefined)
      throw error
    }
    // It is done, whether or not the answer can be kept for somebody who asks again.
    await this.#keep(owner, answer).catch(() => undefined)
    return answer
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

  async #claim(owner: KeyOwner, requestHash: Buffer, claim: symbol): Promise<KeptAnswer | null> {
    const { organization, actor, key } = owner
    const { row } = placeOf(owner)
    const node = await this.#presence.number()
    return this.#transactions.cache(organization, async (db) => {
      const now = new Date()
      const mine = { request_hash: requestHash, started: now, status: null, answer: null, node }
      const fresh = { organization, actor, key, ...mine }
      const inserted = await db
        .insertInto('idempotency')
        .values(fresh)
        .onConflict((on) => on.doNothing())
        .returning('key')
        .executeTakeFirst()
      if (inserted !== undefined) {
        this.#running.set(row, claim)
        return null
      }
      const before = await db
        .selectFrom('idempotency')
        .selectAll()
        .where('organization', '=', organization)
        .where('actor', '=', actor)
        .where('key', '=', key)
        .forUpdate()
        .executeTakeFirst()
      const age = now.getTime() - (before?.started.getTime() ?? 0)
      const isAbandoned =
        before?.status === null &&
        (age > inFlightMs ||
          // The same request only: another one with this key is a mistake, whatever became of the first.
          (before.request_hash.equals(requestHash) && (await this.#isDeserted(db, row, before.node))))
      if (before === undefined || age > keptMs || isAbandoned) {
        await db
          .updateTable('idempotency')
          .set(fresh)
          .where('organization', '=', organization)
          .where('actor', '=', actor)
          .where('key', '=', key)
          .execute()
        this.#running.set(row, claim)
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

  /** Its node is gone, or this node is done with it and could not say so, because the database was lost at that moment. */
  async #isDeserted(db: Transaction<Tables>, row: string, node: number | null): Promise<boolean> {
    if (node === null) return false
    return this.#presence.isOwn(node) ? !this.#running.has(row) : this.#presence.isGone(db, node)
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

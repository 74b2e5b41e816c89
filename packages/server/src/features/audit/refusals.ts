import type { Actor, FactBody } from '@evidentia/core'
import type { Transactions } from '../../platform/db/transactions.ts'
import * as store from './store.ts'

/** Equal refusals within so long are one entry of the log. */
const windowMs = 60_000

/** Who was refused what and why. */
export interface Refusal {
  readonly organization: string
  readonly actor: Actor
  readonly request: string | null
  readonly operation: string
  readonly reason: FactBody<'access-refused'>['reason']
}

/**
 * Seals who asked in vain. The first refusal is sealed before its answer is given; equal ones that follow within a minute are
 * counted, in the database, and sealed as one entry when the minute is over. So one actor gets at most one entry a minute for
 * each operation, whatever they send, and nothing is left out.
 */
export class Refusals {
  readonly #transactions: Transactions
  readonly #askLater: (organization: string) => void
  readonly #now: () => Date

  /** `askLater` has `seal` called for this organization a little later than the window lasts. */
  constructor(parts: { transactions: Transactions; askLater: (organization: string) => void; now?: () => Date }) {
    this.#transactions = parts.transactions
    this.#askLater = parts.askLater
    this.#now = parts.now ?? (() => new Date())
  }

  /** Throws when it cannot be recorded: then the caller gets that failure, and learns nothing else. */
  async record(refusal: Refusal): Promise<void> {
    if (await this.#count(refusal)) return
    const isSealed = await this.#sealIfOver(refusal, 1)
    // Somebody else began the minute in between.
    if (!isSealed) await this.#count(refusal)
  }

  /** Seals what was counted in minutes that are over. */
  async seal(organization: string): Promise<void> {
    const before = this.#before()
    const over = await this.#transactions.read({ organization }, async (reader) => store.listOver(reader, before))
    for (const refusal of over) await this.#sealIfOver({ organization, ...refusal }, 0)
    await this.#transactions.cache(organization, async (db) => store.removeEmpty(db, organization, before))
  }

  async #count(refusal: Refusal): Promise<boolean> {
    const { organization } = refusal
    const isCounted = await this.#transactions.cache(organization, async (db) =>
      store.countRefusal(db, bucketOf(refusal), this.#before(), refusal),
    )
    if (isCounted) this.#askLater(organization)
    return isCounted
  }

  /** What was counted and `more`, when the minute is over. Under the lock of the log, so that all servers count together. */
  async #sealIfOver(newest: Refusal, more: 0 | 1): Promise<boolean> {
    const { operation, reason } = newest
    const bucket = bucketOf(newest)
    try {
      await this.#transactions.installation(async (tx) =>
        tx.inOrganization(newest, async (writer) => {
          const row = await store.findRefusal(writer, bucket)
          const count = (row?.waiting ?? 0) + more
          if ((row !== undefined && row.began > this.#before()) || count === 0) throw new NotOver()
          const now = this.#now()
          const since = row !== undefined && row.waiting > 0 ? row.began : now
          await writer.seal('access-refused', { operation, reason, count, since: since.toISOString() })
          await store.beginWindow(tx.db, bucket, now, newest)
        }),
      )
      return true
    } catch (error) {
      if (error instanceof NotOver) return false
      throw error
    }
  }

  #before(): Date {
    return new Date(this.#now().getTime() - windowMs)
  }
}

/** Rolls back a transaction that found nothing to seal. */
class NotOver extends Error {}

// Whoever guesses at a key is not told from others who do, and meets one row whatever they ask for.
function bucketOf({ actor, operation, reason }: Refusal): string {
  return `${actor.type}/${actor.id}/${reason === 'not-permitted' ? operation : reason}`
}

import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { SignInMethod, Tables } from '../db/tables.ts'
import type { Person } from './caller.ts'
import { createToken, hashToken } from './token.ts'

/** However busy, a session ends twelve hours after sign-in. */
export const sessionLifetimeMs = 12 * 60 * 60 * 1000
const touchAfterMs = 30_000

/** The store of open sessions: ours, so that a sign-in and its log entry are one transaction. */
export class Sessions {
  readonly #db: Kysely<Tables>
  readonly idleMs: number

  constructor(db: Kysely<Tables>, idleMinutes: number) {
    this.#db = db
    this.idleMs = idleMinutes * 60_000
  }

  /** Opens a session with a fresh token, which is returned once and stored as its hash. */
  async open(
    tx: Transaction<Tables>,
    account: string,
    method: SignInMethod,
    client: { readonly address: string; readonly agent: string },
  ): Promise<{ id: string; token: string }> {
    const id = randomUUID()
    const { text, hash } = createToken()
    const now = new Date()
    await tx
      .insertInto('session')
      .values({
        id,
        account,
        token_hash: hash,
        started: now,
        last_used: now,
        ends: new Date(now.getTime() + sessionLifetimeMs),
        address: client.address,
        agent: client.agent.slice(0, 200),
        method,
      })
      .execute()
    return { id, token: text }
  }

  /** The person a token belongs to, or null when the session is unknown, idle for too long or over. Counts as use. */
  async resolve(token: string): Promise<Person | null> {
    const now = new Date()
    const found = await this.#db
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account')
      .select([
        'session.id',
        'session.started',
        'session.last_used',
        'session.ends',
        'session.method',
        'account.id as account',
        'account.email',
        'account.name',
      ])
      .where('token_hash', '=', hashToken(token))
      .where('ends', '>', now)
      .where('last_used', '>', new Date(now.getTime() - this.idleMs))
      .executeTakeFirst()
    if (found === undefined) return null
    if (now.getTime() - found.last_used.getTime() > touchAfterMs) {
      await this.#db.updateTable('session').set({ last_used: now }).where('id', '=', found.id).execute()
    }
    return {
      type: 'user',
      account: { id: found.account, email: found.email, name: found.name },
      session: { id: found.id, started: found.started, lastUsed: now, ends: found.ends, method: found.method },
    }
  }

  /** Removes sessions that can no longer be used. Returns how many. */
  async sweep(): Promise<number> {
    const now = Date.now()
    const { numDeletedRows } = await this.#db
      .deleteFrom('session')
      .where((is) => is.or([is('ends', '<', new Date(now)), is('last_used', '<', new Date(now - this.idleMs))]))
      .executeTakeFirst()
    return Number(numDeletedRows)
  }
}

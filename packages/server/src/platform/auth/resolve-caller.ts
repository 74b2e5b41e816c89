import { timingSafeEqual } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Transactions } from '../db/transactions.ts'
import type { Caller, KeyHolder } from './caller.ts'
import type { Sessions } from './sessions.ts'
import { parseApiKey } from './token.ts'

const touchAfterMs = 60_000

/** What a request says about who sends it. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly sessionToken: string | undefined
}

/** Finds out who is calling. A credential that is given and not valid is refused, never ignored. */
export class CallerResolver {
  readonly #db: Kysely<Tables>
  readonly #transactions: Transactions
  readonly #sessions: Sessions

  constructor(db: Kysely<Tables>, transactions: Transactions, sessions: Sessions) {
    this.#db = db
    this.#transactions = transactions
    this.#sessions = sessions
  }

  async resolve({ authorization, sessionToken }: Credentials): Promise<Caller> {
    if (authorization !== undefined) return this.#resolveKey(authorization)
    if (sessionToken === undefined) return { type: 'visitor' }
    return (await this.#sessions.resolve(sessionToken)) ?? { type: 'visitor' }
  }

  async #resolveKey(authorization: string): Promise<KeyHolder> {
    const given = parseApiKey(/^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '')
    if (given === null) throw refusal('The Authorization header does not hold an API key.')
    const secret = await this.#db.selectFrom('api_key_secret').selectAll().where('id', '=', given.id).executeTakeFirst()
    if (secret === undefined || !timingSafeEqual(secret.hash, given.hash)) throw refusal('The API key is not known.')
    const key = await this.#transactions.read(secret, (reader) =>
      reader.db
        .selectFrom('api_key')
        .selectAll()
        .where('organization', '=', secret.organization)
        .where('id', '=', given.id)
        .executeTakeFirst(),
    )
    if (key === undefined) throw refusal('The API key is not known.')
    if (key.revoked !== null) throw refusal('The API key was revoked.')
    if (key.expires !== null && key.expires <= new Date()) throw refusal('The API key has expired.')
    if (secret.last_used === null || Date.now() - secret.last_used.getTime() > touchAfterMs) {
      await this.#db
        .updateTable('api_key_secret')
        .set({ last_used: sql<Date>`now()` })
        .where('id', '=', given.id)
        .execute()
    }
    return { type: 'api-key', id: key.id, name: key.name, role: key.role, organization: key.organization }
  }
}

function refusal(sentence: string): EvidentiaError {
  return new EvidentiaError('not-signed-in', sentence, {
    remedy: 'Ask an administrator of the organization for a valid API key.',
  })
}

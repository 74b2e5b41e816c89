import { timingSafeEqual } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Transactions } from '../db/transactions.ts'
import { Gathering, type Served } from '../log/gathering.ts'
import type { Caller, KeyHolder } from './caller.ts'
import type { Sessions } from './sessions.ts'
import { parseApiKey } from './token.ts'

const touchAfterMs = 60_000
const keysAtOnce = 64

interface KnownKey {
  readonly secret: Selectable<Tables['api_key_secret']>
  readonly key: Selectable<Tables['api_key']>
}

/** What a request says about who sends it. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly sessionToken: string | undefined
}

/** An API key that exists and was refused. Whoever knows no secret of a key is not its holder; what they named is. */
export interface RefusedKey {
  readonly organization: string
  readonly key: { readonly id: string; readonly name: string }
  readonly reason: 'key-revoked' | 'key-expired' | 'wrong-secret'
}

/** Finds out who is calling. A credential that is given and not valid is refused, never ignored. */
export class CallerResolver {
  readonly #db: Kysely<Tables>
  readonly #transactions: Transactions
  readonly #sessions: Sessions
  readonly #finding = new Gathering<string, KnownKey | null>(keysAtOnce, async (_, ids) => this.#findKeys(ids))

  constructor(db: Kysely<Tables>, transactions: Transactions, sessions: Sessions) {
    this.#db = db
    this.#transactions = transactions
    this.#sessions = sessions
  }

  /** `onRefusedKey` hears of a refused key before its bearer does. */
  async resolve(
    { authorization, sessionToken }: Credentials,
    onRefusedKey: (refused: RefusedKey) => Promise<void>,
  ): Promise<Caller> {
    if (authorization !== undefined) return this.#resolveKey(authorization, onRefusedKey)
    if (sessionToken === undefined) return { type: 'visitor' }
    return (await this.#sessions.resolve(sessionToken)) ?? { type: 'visitor' }
  }

  async #resolveKey(authorization: string, onRefusedKey: (refused: RefusedKey) => Promise<void>): Promise<KeyHolder> {
    const given = parseApiKey(/^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '')
    if (given === null) throw refusal('The Authorization header does not hold an API key.')
    const found = await this.#finding.ask('', given.id)
    if (found === null) throw refusal('The API key is not known.')
    const { secret, key } = found
    const isTheirs = timingSafeEqual(secret.hash, given.hash)
    const refused = explainRefusal(isTheirs, key)
    if (refused !== null) {
      const { organization, id, name } = key
      await onRefusedKey({ organization, key: { id, name }, reason: refused.reason })
      throw refusal(refused.sentence)
    }
    if (secret.last_used === null || Date.now() - secret.last_used.getTime() > touchAfterMs) {
      await this.#db
        .updateTable('api_key_secret')
        .set({ last_used: sql<Date>`now()` })
        .where('id', '=', given.id)
        .execute()
    }
    return { type: 'api-key', id: key.id, name: key.name, role: key.role, organization: key.organization }
  }

  /** Each key as it stands now, however many requests bear it. */
  async #findKeys(ids: readonly string[]): Promise<readonly Served<KnownKey | null>[]> {
    const secrets = await this.#db
      .selectFrom('api_key_secret')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute()
    const found = new Map<string, KnownKey>()
    for (const [organization, own] of Map.groupBy(secrets, (secret) => secret.organization)) {
      const keys = await this.#transactions.read({ organization }, (reader) =>
        reader.db
          .selectFrom('api_key')
          .selectAll()
          .where('organization', '=', organization)
          .where(
            'id',
            'in',
            own.map(({ id }) => id),
          )
          .execute(),
      )
      for (const key of keys) {
        const secret = own.find(({ id }) => id === key.id)
        if (secret !== undefined) found.set(key.id, { secret, key })
      }
    }
    return ids.map((id) => () => found.get(id) ?? null)
  }
}

function explainRefusal(
  isTheirs: boolean,
  { revoked, expires }: { readonly revoked: Date | null; readonly expires: Date | null },
): { reason: RefusedKey['reason']; sentence: string } | null {
  // The sentence for an unknown key: the difference would tell which keys there are.
  if (!isTheirs) return { reason: 'wrong-secret', sentence: 'The API key is not known.' }
  if (revoked !== null) return { reason: 'key-revoked', sentence: 'The API key was revoked.' }
  if (expires !== null && expires <= new Date()) return { reason: 'key-expired', sentence: 'The API key has expired.' }
  return null
}

function refusal(sentence: string): EvidentiaError {
  return new EvidentiaError('not-signed-in', sentence, {
    remedy: 'Ask an administrator of the organization for a valid API key.',
  })
}

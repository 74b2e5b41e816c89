import { randomUUID } from 'node:crypto'
import { EvidentiaError, type Role } from '@evidentia/core'
import type { Kysely } from 'kysely'
import { createToken, formatApiKey } from '../../platform/auth/token.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Scope, Transactions } from '../../platform/db/transactions.ts'
import * as store from './store.ts'

export interface ApiKeyView {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly created: string
  readonly expires: string | null
  readonly lastUsed: string | null
  readonly revoked: boolean
}

/** Keys with which programs act in one organization. */
export class ApiKeyService {
  readonly #db: Kysely<Tables>
  readonly #transactions: Transactions

  constructor(parts: { db: Kysely<Tables>; transactions: Transactions }) {
    this.#db = parts.db
    this.#transactions = parts.transactions
  }

  async list(scope: Scope): Promise<ApiKeyView[]> {
    const keys = await this.#transactions.read(scope, store.listApiKeys)
    const lastUse = await store.listLastUse(this.#db, scope.organization)
    return keys.map((key) => describeKey(key, lastUse.get(key.id) ?? null))
  }

  /** Issues a key. The secret is in the answer and nowhere else. */
  async issue(
    scope: Scope,
    { name, role, expires }: { name: string; role: Role; expires: string | null },
  ): Promise<{ key: ApiKeyView; secret: string }> {
    if (expires !== null && Date.parse(expires) <= Date.now()) {
      throw new EvidentiaError('invalid-input', 'The key would have expired already.', {
        place: { field: 'expires' },
        remedy: 'Give an instant to come, or none.',
      })
    }
    const id = randomUUID()
    const { text, hash } = createToken()
    const { recordedAt } = await this.#transactions.installation(async (writer) => {
      await store.saveSecret(writer.db, id, scope.organization, hash)
      return writer.inOrganization(scope, async (inside) => inside.seal('api-key-issued', { id, name, role, expires }))
    })
    return {
      key: { id, name, role, created: recordedAt, expires, lastUsed: null, revoked: false },
      secret: formatApiKey(id, text),
    }
  }

  async revoke(scope: Scope, id: string): Promise<void> {
    await this.#transactions.write(scope, async (writer) => {
      const key = await store.findApiKey(writer, id)
      if (key === undefined) throw new EvidentiaError('not-found', 'There is no such API key.')
      if (key.revoked !== null) throw new EvidentiaError('gone', 'The API key is revoked already.')
      return writer.seal('api-key-revoked', { id })
    })
  }
}

function describeKey(
  { id, name, role, created, expires, revoked }: store.ApiKeyRow,
  lastUsed: Date | null,
): ApiKeyView {
  return {
    id,
    name,
    role,
    created: created.toISOString(),
    expires: expires?.toISOString() ?? null,
    lastUsed: lastUsed?.toISOString() ?? null,
    revoked: revoked !== null,
  }
}

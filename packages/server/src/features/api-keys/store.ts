import type { Role } from '@evidentia/core'
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'

export interface ApiKeyRow {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly created: Date
  readonly expires: Date | null
  readonly revoked: Date | null
}

export async function listApiKeys({ db, organization }: Reader): Promise<ApiKeyRow[]> {
  return db
    .selectFrom('api_key')
    .select(['id', 'name', 'role', 'created', 'expires', 'revoked'])
    .where('organization', '=', organization)
    .orderBy('created', 'desc')
    .orderBy('id')
    .execute()
}

export async function findApiKey({ db, organization }: Reader, id: string): Promise<ApiKeyRow | undefined> {
  return db
    .selectFrom('api_key')
    .select(['id', 'name', 'role', 'created', 'expires', 'revoked'])
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** When each key of an organization was last used; that is outside the log. */
export async function listLastUse(db: Kysely<Tables>, organization: string): Promise<ReadonlyMap<string, Date | null>> {
  const rows = await db
    .selectFrom('api_key_secret')
    .select(['id', 'last_used'])
    .where('organization', '=', organization)
    .execute()
  return new Map(rows.map(({ id, last_used }) => [id, last_used]))
}

export async function saveSecret(
  db: Transaction<Tables>,
  id: string,
  organization: string,
  hash: Buffer,
): Promise<void> {
  await db.insertInto('api_key_secret').values({ id, organization, hash }).execute()
}

import type { Kysely } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'

interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
}

export async function isFinished(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('first_start').select('finished').executeTakeFirst()) !== undefined
}

export async function markFinished(db: Kysely<Tables>): Promise<void> {
  await db
    .insertInto('first_start')
    .values({ finished: new Date() })
    .onConflict((on) => on.doNothing())
    .execute()
}

/** The account with this address, made if there is none. */
export async function ensureAccount(db: Kysely<Tables>, account: Account): Promise<Account> {
  await db
    .insertInto('account')
    .values(account)
    .onConflict((on) => on.column('email').doNothing())
    .execute()
  return db.selectFrom('account').selectAll().where('email', '=', account.email).executeTakeFirstOrThrow()
}

export async function findUnprotectedAccount(db: Kysely<Tables>, email: string): Promise<string | null> {
  const password = await db.selectFrom('password').select('account').limit(1).executeTakeFirst()
  const passkey = await db.selectFrom('passkey').select('account').limit(1).executeTakeFirst()
  if (password !== undefined || passkey !== undefined) return null
  return (await db.selectFrom('account').select('id').where('email', '=', email).executeTakeFirst())?.id ?? null
}

import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'

type Db = Kysely<Tables> | Transaction<Tables>

export interface Account {
  readonly id: string
  readonly email: string
  readonly name: string
}

export async function findAccount(db: Db, id: string): Promise<Account | undefined> {
  return db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
  return db.selectFrom('account').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()
}

/** Takes a one-time link out: it opens one session. */
export async function takeLink(db: Db, hash: Buffer): Promise<string | null> {
  const found = await db
    .deleteFrom('one_time_link')
    .where('token_hash', '=', hash)
    .where('expires', '>', new Date())
    .returning('account')
    .executeTakeFirst()
  return found?.account ?? null
}

export async function saveLink(db: Db, hash: Buffer, account: string, expires: Date): Promise<void> {
  await db.insertInto('one_time_link').values({ token_hash: hash, account, expires }).execute()
}

export async function sweepLinks(db: Db): Promise<void> {
  await db.deleteFrom('one_time_link').where('expires', '<', new Date()).execute()
}

export async function listSessions(
  db: Db,
  account: string,
  idleSince: Date,
): Promise<{ id: string; started: Date; last_used: Date; address: string; agent: string }[]> {
  return db
    .selectFrom('session')
    .select(['id', 'started', 'last_used', 'address', 'agent'])
    .where('account', '=', account)
    .where('ends', '>', new Date())
    .where('last_used', '>', idleSince)
    .orderBy('last_used', 'desc')
    .execute()
}

export async function endSession(db: Db, account: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('account', '=', account)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(numDeletedRows) > 0
}

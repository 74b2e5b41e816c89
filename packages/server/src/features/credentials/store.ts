import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'

type Db = Kysely<Tables> | Transaction<Tables>

export async function findPasswordHash(db: Db, account: string): Promise<string | null> {
  return (
    (await db.selectFrom('password').select('hash').where('account', '=', account).executeTakeFirst())?.hash ?? null
  )
}

export async function savePasswordHash(db: Db, account: string, hash: string): Promise<void> {
  const changed = new Date()
  await db
    .insertInto('password')
    .values({ account, hash, changed })
    .onConflict((on) => on.column('account').doUpdateSet({ hash, changed }))
    .execute()
}

export async function findTotp(
  db: Db,
  account: string,
): Promise<{ secret: Buffer; confirmed: boolean; last_step: number } | undefined> {
  return db
    .selectFrom('totp')
    .select(['secret', 'confirmed', 'last_step'])
    .where('account', '=', account)
    .executeTakeFirst()
}

/** Keeps a seed that waits for its first code; a confirmed one stays until the new one is confirmed. */
export async function saveTotp(db: Db, account: string, secret: Buffer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('totp')
    .values({ account, secret, confirmed: false })
    .onConflict((on) => on.column('account').doUpdateSet({ secret, last_step: 0 }).where('totp.confirmed', '=', false))
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) > 0
}

/** Spends a code's time step; false when this step, or a later one, was spent before (RFC 6238 5.2). */
export async function spendTotpStep(db: Db, account: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('totp')
    .set({ confirmed: true, last_step: step })
    .where('account', '=', account)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return Number(numUpdatedRows) > 0
}

export async function listPasskeys(db: Db, account: string): Promise<{ id: string; transports: string[] }[]> {
  return db.selectFrom('passkey').select(['id', 'transports']).where('account', '=', account).execute()
}

export async function findPasskey(
  db: Db,
  id: string,
): Promise<
  { account: string; relying_party: string; public_key: Buffer; counter: number; transports: string[] } | undefined
> {
  return db
    .selectFrom('passkey')
    .select(['account', 'relying_party', 'public_key', 'counter', 'transports'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function savePasskey(
  db: Db,
  passkey: {
    id: string
    account: string
    name: string
    relying_party: string
    public_key: Buffer
    counter: number
    transports: string[]
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('passkey')
    .values({ ...passkey, created: new Date() })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) > 0
}

/** Moves a passkey's counter on; false when another sign-in moved it as far meanwhile. Authenticators without a counter stay at 0. */
export async function advanceCounter(db: Db, id: string, from: number, to: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkey')
    .set({ counter: to })
    .where('id', '=', id)
    .where('counter', '=', from)
    .executeTakeFirst()
  return Number(numUpdatedRows) > 0
}

export async function saveChallenge(
  db: Db,
  id: string,
  challenge: string,
  account: string | null,
  expires: Date,
): Promise<void> {
  await db.insertInto('passkey_challenge').values({ id, challenge, account, expires }).execute()
}

/** Takes a challenge out: it answers once. */
export async function takeChallenge(db: Db, id: string, account: string | null): Promise<string | null> {
  const found = await db
    .deleteFrom('passkey_challenge')
    .where('id', '=', id)
    .where(sql<boolean>`account is not distinct from ${account}::uuid`)
    .where('expires', '>', new Date())
    .returning('challenge')
    .executeTakeFirst()
  return found?.challenge ?? null
}

export async function sweepChallenges(db: Db): Promise<void> {
  await db.deleteFrom('passkey_challenge').where('expires', '<', new Date()).execute()
}

/** What a person can sign in with. */
export async function countCredentials(
  db: Db,
  account: string,
): Promise<{ hasPassword: boolean; hasTotp: boolean; passkeys: number }> {
  const password = await findPasswordHash(db, account)
  const totp = await findTotp(db, account)
  return {
    hasPassword: password !== null,
    hasTotp: totp?.confirmed === true,
    passkeys: (await listPasskeys(db, account)).length,
  }
}

/** Ends every session of a person but one. */
export async function endOtherSessions(db: Db, account: string, kept: string | null): Promise<void> {
  let query = db.deleteFrom('session').where('account', '=', account)
  if (kept !== null) query = query.where('id', '<>', kept)
  await query.execute()
}

import type { Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import type { Refusal } from './refusals.ts'

/** Adds one to a minute that is not over. False when there is none. */
export async function countRefusal(
  db: Transaction<Tables>,
  bucket: string,
  before: Date,
  { organization, actor, request, operation }: Refusal,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('access_refusal')
    .set((row) => ({ waiting: row('waiting', '+', 1), actor: JSON.stringify(actor), request, operation }))
    .where('organization', '=', organization)
    .where('bucket', '=', bucket)
    .where('began', '>', before)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function findRefusal(
  { db, organization }: Reader,
  bucket: string,
): Promise<{ began: Date; waiting: number } | undefined> {
  return db
    .selectFrom('access_refusal')
    .select(['began', 'waiting'])
    .where('organization', '=', organization)
    .where('bucket', '=', bucket)
    .executeTakeFirst()
}

/** Begins a minute of which nothing waits: its first refusal is sealed. */
export async function beginWindow(
  db: Transaction<Tables>,
  bucket: string,
  began: Date,
  { organization, actor, request, operation, reason }: Refusal,
): Promise<void> {
  const values = { began, waiting: 0, actor: JSON.stringify(actor), request, operation, reason }
  await db
    .insertInto('access_refusal')
    .values({ organization, bucket, ...values })
    .onConflict((on) => on.columns(['organization', 'bucket']).doUpdateSet(values))
    .execute()
}

/** The newest refusal of each minute that is over and was counted in. */
export async function listOver(
  { db, organization }: Reader,
  before: Date,
): Promise<Pick<Refusal, 'actor' | 'request' | 'operation' | 'reason'>[]> {
  return db
    .selectFrom('access_refusal')
    .select(['actor', 'request', 'operation', 'reason'])
    .where('organization', '=', organization)
    .where('began', '<=', before)
    .where('waiting', '>', 0)
    .orderBy('began')
    .execute()
}

export async function removeEmpty(db: Transaction<Tables>, organization: string, before: Date): Promise<void> {
  await db
    .deleteFrom('access_refusal')
    .where('organization', '=', organization)
    .where('began', '<=', before)
    .where('waiting', '=', 0)
    .execute()
}

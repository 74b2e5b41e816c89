import type { Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'

interface Named {
  readonly organization: string
  readonly webhook: string
  readonly delivery: string
}

/** Notes a delivery: when it came first, and what it was recorded as, null where that did not come to its end. */
export async function noteDelivery(
  db: Transaction<Tables>,
  named: Named,
): Promise<{ readonly received: Date; readonly evidence: string | null }> {
  await db
    .insertInto('webhook_delivery')
    .values({ ...named, received: new Date(), evidence: null })
    .onConflict((on) => on.doNothing())
    .execute()
  return db
    .selectFrom('webhook_delivery')
    .select(['received', 'evidence'])
    .where('organization', '=', named.organization)
    .where('webhook', '=', named.webhook)
    .where('delivery', '=', named.delivery)
    .executeTakeFirstOrThrow()
}

export async function finishDelivery(db: Transaction<Tables>, named: Named, evidence: string): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ evidence })
    .where('organization', '=', named.organization)
    .where('webhook', '=', named.webhook)
    .where('delivery', '=', named.delivery)
    .execute()
}

/** Forgets a delivery that could not be recorded, so that its sender may try again. */
export async function forgetDelivery(db: Transaction<Tables>, named: Named): Promise<void> {
  await db
    .deleteFrom('webhook_delivery')
    .where('organization', '=', named.organization)
    .where('webhook', '=', named.webhook)
    .where('delivery', '=', named.delivery)
    .execute()
}

export async function forgetBefore(db: Transaction<Tables>, organization: string, before: Date): Promise<void> {
  await db
    .deleteFrom('webhook_delivery')
    .where('organization', '=', organization)
    .where('received', '<', before)
    .execute()
}

import type { Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'

interface Named {
  readonly organization: string
  readonly mailbox: string
  /** SHA-256 that names the message. */
  readonly message: string
}

/** Notes a message: when it came first, and what it was recorded as, null where that did not come to its end. */
export async function noteMessage(
  db: Transaction<Tables>,
  named: Named,
): Promise<{ readonly received: Date; readonly evidence: string | null }> {
  await db
    .insertInto('mail_message')
    .values({ ...named, received: new Date(), evidence: null })
    .onConflict((on) => on.doNothing())
    .execute()
  return db
    .selectFrom('mail_message')
    .select(['received', 'evidence'])
    .where('organization', '=', named.organization)
    .where('mailbox', '=', named.mailbox)
    .where('message', '=', named.message)
    .executeTakeFirstOrThrow()
}

export async function finishMessage(db: Transaction<Tables>, named: Named, evidence: string): Promise<void> {
  await db
    .updateTable('mail_message')
    .set({ evidence })
    .where('organization', '=', named.organization)
    .where('mailbox', '=', named.mailbox)
    .where('message', '=', named.message)
    .execute()
}

/** Forgets a message that could not be recorded, so that it may be sent again. One that another delivery recorded stays. */
export async function forgetMessage(db: Transaction<Tables>, named: Named): Promise<void> {
  await db
    .deleteFrom('mail_message')
    .where('organization', '=', named.organization)
    .where('mailbox', '=', named.mailbox)
    .where('message', '=', named.message)
    .where('evidence', 'is', null)
    .execute()
}

export async function forgetBefore(db: Transaction<Tables>, organization: string, before: Date): Promise<void> {
  await db.deleteFrom('mail_message').where('organization', '=', organization).where('received', '<', before).execute()
}

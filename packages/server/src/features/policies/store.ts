import type { Actor } from '@evidentia/core'
import { decodeFact } from '../../platform/log/sealed-fact.ts'
import type { Reader } from '../../platform/db/transactions.ts'

export interface Acknowledgment {
  readonly policy: string
  readonly sha256: string
  readonly person: string
  readonly entry: number
  readonly at: string
}

/** Every acknowledgment, oldest first. */
export async function listAcknowledgments({ db, organization }: Reader): Promise<Acknowledgment[]> {
  const rows = await db
    .selectFrom('policy_acknowledgment')
    .select(['policy', 'sha256', 'person', 'entry', 'recorded_at'])
    .where('organization', '=', organization)
    .orderBy('entry')
    .execute()
  return rows.map(({ recorded_at, ...rest }) => ({ ...rest, at: recorded_at.toISOString() }))
}

/** The e-mail address of a member, in lower case; null for somebody who is none. */
export async function findEmail({ db, organization }: Reader, account: string): Promise<string | null> {
  const row = await db
    .selectFrom('member')
    .select('email')
    .where('organization', '=', organization)
    .where('account', '=', account)
    .executeTakeFirst()
  return row?.email.toLowerCase() ?? null
}

/** Who recorded entry `index`, as its seal says. */
export async function readActor({ db, organization }: Reader, index: number): Promise<Actor> {
  const { body } = await db
    .selectFrom('log_entry')
    .select('body')
    .where('organization', '=', organization)
    .where('index', '=', index)
    .executeTakeFirstOrThrow()
  return decodeFact(index, new Uint8Array(body)).sealed.actor
}

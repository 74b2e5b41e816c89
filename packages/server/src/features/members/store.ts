import type { Role } from '@evidentia/core'
import type { InstallationWriter, Reader } from '../../platform/db/transactions.ts'

export interface MemberRow {
  readonly account: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

export async function listMembers({ db, organization }: Reader): Promise<MemberRow[]> {
  return db
    .selectFrom('member')
    .select(['account', 'name', 'email', 'role'])
    .where('organization', '=', organization)
    .orderBy('name')
    .orderBy('account')
    .execute()
}

export async function findMember({ db, organization }: Reader, account: string): Promise<MemberRow | undefined> {
  return db
    .selectFrom('member')
    .select(['account', 'name', 'email', 'role'])
    .where('organization', '=', organization)
    .where('account', '=', account)
    .executeTakeFirst()
}

export async function countAdministrators({ db, organization }: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('member')
    .select((s) => s.fn.countAll<number>().as('count'))
    .where('organization', '=', organization)
    .where('role', '=', 'administrator')
    .executeTakeFirstOrThrow()
  return count
}

export async function findAccountId(db: InstallationWriter['db'], email: string): Promise<string | null> {
  return (await db.selectFrom('account').select('id').where('email', '=', email).executeTakeFirst())?.id ?? null
}

import type { Reader } from '../../platform/db/transactions.ts'

/** Whether a member of the organization and a person of its programme have the same e-mail address. */
export async function isSamePerson({ db, organization }: Reader, account: string, person: string): Promise<boolean> {
  const [member, known] = [
    await db
      .selectFrom('member')
      .select('email')
      .where('organization', '=', organization)
      .where('account', '=', account)
      .executeTakeFirst(),
    await db
      .selectFrom('document')
      .select('body')
      .where('organization', '=', organization)
      .where('kind', '=', 'person')
      .where('id', '=', person)
      .execute(),
  ]
  if (member === undefined) return false
  const own = member.email.toLowerCase()
  return known.some(({ body }) => typeof body?.['email'] === 'string' && body['email'].toLowerCase() === own)
}

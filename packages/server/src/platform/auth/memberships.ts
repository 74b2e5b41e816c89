import { EvidentiaError, type Role } from '@evidentia/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { enter } from '../db/transactions.ts'

/** One organization a person may enter. */
export interface Membership {
  readonly organization: string
  readonly slug: string
  readonly name: string
  readonly sample: boolean
  readonly role: Role
}

/** Where people may go. */
export class Memberships {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** Every organization `account` belongs to, by slug. */
  async list(account: string): Promise<Membership[]> {
    return this.#db.transaction().execute(async (tx) => listMemberships(tx, account))
  }

  /** The membership of `account` in the organization called `slug`. An unknown slug and a foreign one look the same: `not-found`. */
  async find(account: string, slug: string): Promise<{ organization: string; role: Role }> {
    const named = await this.organizationOf(slug)
    const membership = named === null ? undefined : await this.#findIn(named, account)
    if (membership === undefined) {
      throw new EvidentiaError('not-found', `There is no organization "${slug.slice(0, 63)}" that you belong to.`, {
        remedy: 'Choose one of your organizations.',
      })
    }
    return membership
  }

  /** The organization called `slug`, whoever asks; null where there is none. */
  async organizationOf(slug: string): Promise<string | null> {
    const found = await this.#db
      .selectFrom('organization_slug')
      .select('organization')
      .where('slug', '=', slug)
      .executeTakeFirst()
    return found?.organization ?? null
  }

  async #findIn(organization: string, account: string): Promise<{ organization: string; role: Role } | undefined> {
    return this.#db.transaction().execute(async (tx) => {
      await enter(tx, organization)
      return tx
        .selectFrom('member')
        .select(['organization', 'role'])
        .where('organization', '=', organization)
        .where('account', '=', account)
        .executeTakeFirst()
    })
  }
}

/** The same within a transaction that is under way; it is bound to no organization afterwards. */
export async function listMemberships(tx: Transaction<Tables>, account: string): Promise<Membership[]> {
  await sql`select set_config('app.account', ${account}, true)`.execute(tx)
  const own = await tx.selectFrom('member').select(['organization', 'role']).where('account', '=', account).execute()
  await sql`select set_config('app.account', '', true)`.execute(tx)
  const memberships: Membership[] = []
  for (const { organization, role } of own) {
    await enter(tx, organization)
    const { slug, name, sample } = await tx
      .selectFrom('organization')
      .selectAll()
      .where('organization', '=', organization)
      .executeTakeFirstOrThrow()
    memberships.push({ organization, slug, name, sample, role })
  }
  await enter(tx, '')
  return memberships.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
}

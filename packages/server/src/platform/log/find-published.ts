import type { Reader } from '../db/transactions.ts'

export interface PublishedRow {
  readonly size: number
  readonly note: Buffer
  readonly time_stamp: Buffer | null
}

/** The newest checkpoint that was published. */
export async function findPublished({ db, organization }: Reader): Promise<PublishedRow | undefined> {
  return db
    .selectFrom('checkpoint')
    .select(['size', 'note', 'time_stamp'])
    .where('organization', '=', organization)
    .orderBy('size', 'desc')
    .executeTakeFirst()
}

import type { Reader, Transactions } from '../../platform/db/transactions.ts'

/** How far the log has come, which says whether an earlier assessment still stands. */
export async function readLogState({ db, organization }: Reader): Promise<{ size: number; recorded_at: Date }> {
  return db
    .selectFrom('log_state')
    .select(['size', 'recorded_at'])
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
}

export async function readOrganization({
  db,
  organization,
}: Reader): Promise<{ slug: string; name: string; sample: boolean }> {
  return db
    .selectFrom('organization')
    .select(['slug', 'name', 'sample'])
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
}

/** Keeps what a day's assessment summed up to; a cache, outside the log. */
export async function saveSnapshot(
  transactions: Transactions,
  organization: string,
  asOf: string,
  logSize: number,
  summary: Record<string, number>,
): Promise<void> {
  const row = { log_size: logSize, computed: new Date(), summary: JSON.stringify(summary) }
  await transactions.cache(organization, async (db) =>
    db
      .insertInto('assessment_snapshot')
      .values({ organization, as_of: asOf, ...row })
      .onConflict((on) => on.columns(['organization', 'as_of']).doUpdateSet(row))
      .execute(),
  )
}

/** Whether an assessment of `asOf` was ever kept. */
export async function hasSnapshot({ db, organization }: Reader, asOf: string): Promise<boolean> {
  const found = await db
    .selectFrom('assessment_snapshot')
    .select('as_of')
    .where('organization', '=', organization)
    .where('as_of', '=', asOf)
    .executeTakeFirst()
  return found !== undefined
}

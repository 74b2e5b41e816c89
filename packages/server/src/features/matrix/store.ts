import type { Reader } from '../../platform/db/transactions.ts'

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

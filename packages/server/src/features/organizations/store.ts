import { sql } from 'kysely'
import type { InstallationWriter, Reader } from '../../platform/db/transactions.ts'

export interface OrganizationRow {
  readonly slug: string
  readonly name: string
  readonly sample: boolean
  readonly created: Date
}

export async function findOrganization({ db, organization }: Reader): Promise<OrganizationRow> {
  return db
    .selectFrom('organization')
    .select(['slug', 'name', 'sample', 'created'])
    .where('organization', '=', organization)
    .executeTakeFirstOrThrow()
}

/** Deletes a sample and everything in it; false when it is not one. */
export async function deleteSample(db: InstallationWriter['db'], organization: string): Promise<boolean> {
  const { rows } = await sql<{ removed: boolean }>`select remove_sample(${organization}) as removed`.execute(db)
  return rows[0]?.removed === true
}

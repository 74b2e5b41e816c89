import type { Reader } from '../../platform/db/transactions.ts'

/** Evidence that was under a legal hold at some time, and what it stands on. */
export interface EverHeld {
  readonly id: string
  readonly digests: readonly string[]
}

/** All evidence a legal hold was ever placed on, except what was disposed of since. */
export async function listEverHeld({ db, organization }: Reader): Promise<EverHeld[]> {
  const rows = await db
    .selectFrom('evidence')
    .select(['id', 'artifact_sha256', 'derived_sha256'])
    .where('organization', '=', organization)
    .where('id', 'in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'legal-hold-placed'),
    )
    .where('id', 'not in', (of) =>
      of
        .selectFrom('evidence_event')
        .select('evidence')
        .where('organization', '=', organization)
        .where('kind', '=', 'disposal-approved'),
    )
    .execute()
  return rows.map(({ id, artifact_sha256, derived_sha256 }) => ({
    id,
    digests: derived_sha256 === null ? [artifact_sha256] : [artifact_sha256, derived_sha256],
  }))
}

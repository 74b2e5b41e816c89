import { sql, type Transaction } from 'kysely'
import { packBytes } from '../db/pack-bytes.ts'
import type { Tables } from '../db/tables.ts'

/** Of one statement: at most 16 MiB. */
const rowsAtOnce = 256

/** A small artifact on its way, sealed when it is stored. */
export interface UnsealedArtifact {
  readonly sha256: string
  seal(): Buffer
}

/**
 * Puts small artifacts beside the entries that name them, in their transaction. What is there already stays, unless its key was
 * destroyed: then these bytes, sealed with another, take its place.
 */
export async function insertSmall(
  tx: Transaction<Tables>,
  organization: string,
  artifacts: readonly UnsealedArtifact[],
): Promise<void> {
  const each = [...new Map(artifacts.map((one) => [one.sha256, one])).values()]
  for (let from = 0; from < each.length; from += rowsAtOnce)
    await insertSome(tx, organization, each.slice(from, from + rowsAtOnce))
}

async function insertSome(
  tx: Transaction<Tables>,
  organization: string,
  artifacts: readonly UnsealedArtifact[],
): Promise<void> {
  // One parameter for all of the bytes: a parameter for each would cost more than they do.
  const { bytes: sealed, starts, ends } = packBytes(artifacts.map((one) => one.seal()))
  const digests = Buffer.from(artifacts.map(({ sha256 }) => sha256).join(''), 'hex')
  await sql`/* prepared insert_small */
    insert into small_artifact (organization, sha256, stored_at, sealed)
    select ${organization}::uuid, substring(${digests}::bytea from (at::int - 1) * 32 + 1 for 32), now(),
      substring(${sealed}::bytea from from_byte + 1 for to_byte - from_byte)
    from unnest(${starts}::int[], ${ends}::int[]) with ordinality as each(from_byte, to_byte, at)
    on conflict (organization, sha256) do update set sealed = excluded.sealed, stored_at = excluded.stored_at
    where exists (
      select from organization_key k
      where k.organization = small_artifact.organization and k.destroyed is not null
        and uuid_send(k.id) = substring(small_artifact.sealed from 6 for 16)
    )`.execute(tx)
}

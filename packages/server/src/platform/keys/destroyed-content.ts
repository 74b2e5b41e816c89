import { sql } from 'kysely'
import type { BlobStore } from '../blobs/blob-store.ts'
import { listPopulationBytes } from '../db/population-digests.ts'
import type { Reader, Writer } from '../db/transactions.ts'

/** Evidence and populations of which a key sealed something, up to the newest entry looked at. */
export interface SealedWith {
  readonly newest: number
  /** Evidence whose derived records it sealed. */
  readonly records: readonly string[]
  /** Evidence whose artifact it sealed. */
  readonly words: readonly string[]
  /** Populations whose rows it sealed. */
  readonly populations: readonly string[]
}

/** Reads the header of every artifact of evidence and rows of populations recorded after entry `after`: the key of an artifact stands nowhere else. */
export async function listSealedWith(
  reader: Reader,
  blobs: BlobStore,
  key: string,
  after: number,
): Promise<SealedWith> {
  const { db, organization } = reader
  const rows = await db
    .selectFrom('evidence')
    .select(['id', 'entry', 'artifact_sha256', 'derived_sha256'])
    .where('organization', '=', organization)
    .where('entry', '>', after)
    .orderBy('entry')
    .execute()
  const records: string[] = []
  const words: string[] = []
  const isOfKey = async (sha256: string): Promise<boolean> => (await blobs.findKeyId(organization, sha256)) === key
  for (const { id, artifact_sha256, derived_sha256 } of rows) {
    if (await isOfKey(artifact_sha256)) words.push(id)
    if (derived_sha256 !== null && (await isOfKey(derived_sha256))) records.push(id)
  }
  const populations: string[] = []
  let newest = rows.at(-1)?.entry ?? after
  for (const { population, entry, file, sha256 } of await listPopulationBytes(reader)) {
    if (entry <= after || file !== 'rows') continue
    newest = Math.max(newest, entry)
    if (await isOfKey(sha256)) populations.push(population)
  }
  return { newest, records, words, populations }
}

/** Deletes what was read out of artifacts whose key is destroyed in this transaction; a rebuild could not read it again either. */
export async function dropContent(
  { db }: Pick<Writer, 'db'>,
  { records, words, populations }: Omit<SealedWith, 'newest'>,
): Promise<void> {
  for (const call of [
    sql<object>`drop_destroyed_content(${[...records]}::text[], ${[...words]}::text[])`,
    sql<object>`drop_destroyed_populations(${[...populations]}::text[])`,
  ])
    await db
      .selectFrom(call.as('dropped'))
      .select(sql`1`.as('one'))
      .execute()
}

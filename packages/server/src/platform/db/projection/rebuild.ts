import type { Kysely, Transaction } from 'kysely'
import { decodeFact } from '../../log/sealed-fact.ts'
import type { Tables } from '../tables.ts'
import { enter } from '../transactions.ts'
import { readExceptDisposed } from './disposed.ts'
import { project } from './project.ts'
import type { ReadDerived } from './records.ts'

/** The tables the log is projected into, in the order in which they can be emptied. */
export const projectionTables = [
  'record',
  'check_result',
  'collection',
  'evidence_proof',
  'evidence_event',
  'evidence',
  'policy_acknowledgment',
  'population_part',
  'population_event',
  'population',
  'finding_act',
  'incident_act',
  'document',
  'log_key_rotation',
  'api_key',
  'member',
  'organization',
] as const

const batch = 500

/**
 * Empties the projection of every organization and replays its log, one transaction per organization. `db` connects as the
 * owner: the server's own role may not delete these rows. Returns how many entries were replayed per organization.
 */
export async function rebuildProjection(
  db: Kysely<Tables>,
  readDerived: ReadDerived,
): Promise<ReadonlyMap<string, number>> {
  const organizations = await db.selectFrom('organization_slug').selectAll().orderBy('slug').execute()
  const replayed = new Map<string, number>()
  for (const { slug, organization } of organizations) {
    replayed.set(slug, await db.transaction().execute(async (tx) => rebuildOrganization(tx, organization, readDerived)))
  }
  return replayed
}

/** Empties and refills the tables of one organization. Expects to be the owner. */
export async function rebuildOrganization(
  tx: Transaction<Tables>,
  organization: string,
  readDerived: ReadDerived,
): Promise<number> {
  await enter(tx, organization)
  const state = await tx
    .selectFrom('log_state')
    .select('size')
    .where('organization', '=', organization)
    .forUpdate()
    .executeTakeFirstOrThrow()
  for (const table of projectionTables) await tx.deleteFrom(table).where('organization', '=', organization).execute()
  const readerOf = await readExceptDisposed(tx, organization, readDerived)
  for (let from = 0; from < state.size; from += batch) {
    const rows = await tx
      .selectFrom('log_entry')
      .select(['index', 'body'])
      .where('organization', '=', organization)
      .where('index', '>=', from)
      .orderBy('index')
      .limit(batch)
      .execute()
    for (const { index, body } of rows) {
      const entry = decodeFact(index, new Uint8Array(body))
      await project(tx, entry, readerOf(entry))
    }
  }
  return state.size
}

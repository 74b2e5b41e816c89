import type { Actor, CollectionEnded } from '@evidentia/core'
import type { Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'

export interface EndedRow {
  readonly entry: number
  readonly body: CollectionEnded
}

/** The collections of a connection that have ended, newest first. */
export async function listEnded(
  { db, organization }: Reader,
  connection: string,
  before: number | null,
  limit: number,
): Promise<EndedRow[]> {
  const rows = db
    .selectFrom('collection')
    .select(['entry', 'body'])
    .where('organization', '=', organization)
    .where('connection', '=', connection)
    .orderBy('entry', 'desc')
    .limit(limit)
  return (before === null ? rows : rows.where('entry', '<', before)).execute()
}

export async function countEnded({ db, organization }: Reader, connection: string): Promise<number> {
  const { count } = await db
    .selectFrom('collection')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organization', '=', organization)
    .where('connection', '=', connection)
    .executeTakeFirstOrThrow()
  return count
}

/** How each connection was collected last. */
export async function listLast({ db, organization }: Reader): Promise<Map<string, EndedRow>> {
  const rows = await db
    .selectFrom('collection')
    .distinctOn('connection')
    .select(['connection', 'entry', 'body'])
    .where('organization', '=', organization)
    .orderBy('connection')
    .orderBy('entry', 'desc')
    .execute()
  return new Map(rows.map(({ connection, ...row }) => [connection, row]))
}

export interface GoingRow {
  readonly connection: string
  readonly run: string
  readonly asked: Date
  readonly actor: Actor
  readonly request: string | null
  readonly trigger: 'schedule' | 'person'
  readonly state: 'waiting' | 'running'
  readonly dataset: string | null
  readonly replies: number
}

const goingColumns = [
  'connection',
  'run',
  'asked',
  'actor',
  'request',
  'trigger',
  'state',
  'dataset',
  'replies',
] as const

/** What waits or goes on, by connection. */
export async function listGoing({ db, organization }: Reader): Promise<Map<string, GoingRow>> {
  const rows = await db
    .selectFrom('collection_run')
    .select(goingColumns)
    .where('organization', '=', organization)
    .execute()
  return new Map(rows.map((row) => [row.connection, row]))
}

/** Asks for a collection, unless one of this connection waits or goes on. */
export async function askFor(
  db: Transaction<Tables>,
  organization: string,
  { actor, ...asked }: Omit<GoingRow, 'state' | 'dataset' | 'replies'>,
): Promise<void> {
  await db
    .insertInto('collection_run')
    .values({ organization, ...asked, actor: JSON.stringify(actor), state: 'waiting', alive: asked.asked })
    .onConflict((on) => on.columns(['organization', 'connection']).doNothing())
    .execute()
}

/** Takes on the oldest collection that nobody works on: one that waits, or whose collector has been silent since. */
export async function takeOne(
  db: Transaction<Tables>,
  organization: string,
  { now, silentSince }: { now: Date; silentSince: Date },
): Promise<GoingRow | undefined> {
  return db
    .updateTable('collection_run')
    .set({ state: 'running', alive: now, dataset: null, replies: 0 })
    .where('organization', '=', organization)
    .where('run', '=', (of) =>
      of
        .selectFrom('collection_run')
        .select('run')
        .where('organization', '=', organization)
        .where((is) =>
          is.or([is('state', '=', 'waiting'), is.and([is('state', '=', 'running'), is('alive', '<', silentSince)])]),
        )
        .orderBy('asked')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(goingColumns)
    .executeTakeFirst()
}

/** Says that a collection goes on, and how far it is. Answers whether it still should. */
export async function report(
  db: Transaction<Tables>,
  organization: string,
  run: string,
  { dataset, replies }: { dataset: string; replies: number },
): Promise<boolean> {
  const row = await db
    .updateTable('collection_run')
    .set({ alive: new Date(), dataset, replies })
    .where('organization', '=', organization)
    .where('run', '=', run)
    .returning('canceled')
    .executeTakeFirst()
  return row !== undefined && !row.canceled
}

/** Marks a collection as to be stopped. False when none of that name waits or goes on. */
export async function markCanceled(
  db: Transaction<Tables>,
  organization: string,
  connection: string,
  run: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('collection_run')
    .set({ canceled: true })
    .where('organization', '=', organization)
    .where('connection', '=', connection)
    .where('run', '=', run)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function removeRun(db: Transaction<Tables>, organization: string, run: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('collection_run')
    .where('organization', '=', organization)
    .where('run', '=', run)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

import type { Actor, PopulationDefinition } from '@evidentia/core'
import type { Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'

export interface FreezeRow {
  readonly id: string
  readonly requested: Date
  readonly actor: Actor
  readonly request: string | null
  readonly definition: PopulationDefinition
  readonly supersedes: string | null
  readonly state: Tables['population_freeze']['state']
  readonly done: number
  readonly total: number
  readonly population: string | null
  readonly unchanged: boolean
  readonly problem: string | null
}

/** What a maker needs of a freeze. */
export type TakenFreeze = Pick<FreezeRow, 'id' | 'actor' | 'request' | 'definition' | 'supersedes'>

const columns = [
  'id',
  'requested',
  'actor',
  'request',
  'definition',
  'supersedes',
  'state',
  'done',
  'total',
  'population',
  'unchanged',
  'problem',
] as const

/** Newest first. There are few: those that go on, and those of the last day. */
export async function listFreezes({ db, organization }: Reader): Promise<FreezeRow[]> {
  return db
    .selectFrom('population_freeze')
    .select(columns)
    .where('organization', '=', organization)
    .orderBy('requested', 'desc')
    .orderBy('id')
    .execute()
}

export async function findFreeze({ db, organization }: Reader, id: string): Promise<FreezeRow | undefined> {
  return db
    .selectFrom('population_freeze')
    .select(columns)
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function saveFreeze(
  db: Transaction<Tables>,
  organization: string,
  { id, requested, actor, request, definition, supersedes }: TakenFreeze & Pick<FreezeRow, 'requested'>,
): Promise<void> {
  await db
    .insertInto('population_freeze')
    .values({
      organization,
      id,
      requested,
      actor: JSON.stringify(actor),
      request,
      definition: JSON.stringify(definition),
      supersedes,
      state: 'waiting',
      alive: requested,
    })
    .execute()
}

/** Takes on a freeze that nobody works on: one that waits, or whose maker has been silent since; `only` names which, null: the oldest. */
export async function takeFreeze(
  db: Transaction<Tables>,
  organization: string,
  { now, silentSince, only }: { now: Date; silentSince: Date; only: string | null },
): Promise<TakenFreeze | undefined> {
  return db
    .updateTable('population_freeze')
    .set({ state: 'freezing', alive: now, done: 0, total: 0 })
    .where('organization', '=', organization)
    .where('id', '=', (of) => {
      const free = of
        .selectFrom('population_freeze')
        .select('id')
        .where('organization', '=', organization)
        .where((is) =>
          is.or([is('state', '=', 'waiting'), is.and([is('state', '=', 'freezing'), is('alive', '<', silentSince)])]),
        )
      return (only === null ? free : free.where('id', '=', only)).orderBy('requested').limit(1).forUpdate().skipLocked()
    })
    .returning(['id', 'actor', 'request', 'definition', 'supersedes'])
    .executeTakeFirst()
}

/** Changes a freeze that goes on. False when it was canceled. */
export async function changeFreezing(
  db: Transaction<Tables>,
  organization: string,
  id: string,
  values: {
    readonly alive?: Date
    readonly done?: number
    readonly total?: number
    readonly state?: 'frozen' | 'failed'
    readonly population?: string
    readonly unchanged?: boolean
    readonly problem?: string
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('population_freeze')
    .set(values)
    .where('organization', '=', organization)
    .where('id', '=', id)
    .where('state', '=', 'freezing')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteFreeze(db: Transaction<Tables>, organization: string, id: string): Promise<void> {
  await db.deleteFrom('population_freeze').where('organization', '=', organization).where('id', '=', id).execute()
}

/** Removes what ended before `before`; what was sealed of it stays. */
export async function deleteEnded(db: Transaction<Tables>, organization: string, before: Date): Promise<void> {
  await db
    .deleteFrom('population_freeze')
    .where('organization', '=', organization)
    .where('state', 'in', ['frozen', 'failed'])
    .where('alive', '<', before)
    .execute()
}

import type { Actor, PackageSelection, PackedContent } from '@evidentia/core'
import type { Transaction } from 'kysely'
import { listResultBytes } from '../../platform/db/result-digests.ts'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import { readSealed, selectSealed } from '../../platform/log/sealed-evidence.ts'
import type { Packable } from './select-artifacts.ts'

export interface PackageRow {
  readonly id: string
  readonly requested: Date
  readonly actor: Actor
  readonly selection: PackageSelection
  readonly state: Tables['package']['state']
  readonly done: number
  readonly total: number
  readonly content: PackedContent | null
  readonly problem: string | null
  readonly expires: Date | null
}

const columns = [
  'id',
  'requested',
  'actor',
  'selection',
  'state',
  'done',
  'total',
  'content',
  'problem',
  'expires',
] as const

/** Newest first. */
export async function listPackages({ db, organization }: Reader): Promise<PackageRow[]> {
  return db
    .selectFrom('package')
    .select(columns)
    .where('organization', '=', organization)
    .orderBy('requested', 'desc')
    .orderBy('id')
    .execute()
}

export async function findPackage({ db, organization }: Reader, id: string): Promise<PackageRow | undefined> {
  return db
    .selectFrom('package')
    .select(columns)
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function savePackage(
  db: Transaction<Tables>,
  organization: string,
  { id, actor, selection, requested }: Pick<PackageRow, 'id' | 'actor' | 'selection' | 'requested'>,
): Promise<void> {
  await db
    .insertInto('package')
    .values({
      organization,
      id,
      requested,
      actor: JSON.stringify(actor),
      selection: JSON.stringify(selection),
      state: 'waiting',
      alive: requested,
    })
    .execute()
}

/** Takes on the oldest package that nobody makes: one that waits, or whose maker has been silent since `silentSince`. */
export async function takePackage(
  db: Transaction<Tables>,
  organization: string,
  now: Date,
  silentSince: Date,
): Promise<Pick<PackageRow, 'id' | 'selection'> | undefined> {
  return db
    .updateTable('package')
    .set({ state: 'making', alive: now, done: 0, total: 0 })
    .where('organization', '=', organization)
    .where('id', '=', (of) =>
      of
        .selectFrom('package')
        .select('id')
        .where('organization', '=', organization)
        .where((is) =>
          is.or([is('state', '=', 'waiting'), is.and([is('state', '=', 'making'), is('alive', '<', silentSince)])]),
        )
        .orderBy('requested')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'selection'])
    .executeTakeFirst()
}

/** Says that its maker goes on. False when it was canceled. */
export async function reportProgress(
  db: Transaction<Tables>,
  organization: string,
  id: string,
  progress: { alive: Date; done: number; total: number },
): Promise<boolean> {
  return changeMaking(db, organization, id, progress)
}

export async function finishPackage(
  db: Transaction<Tables>,
  organization: string,
  id: string,
  { content, expires }: { content: PackedContent; expires: Date },
): Promise<boolean> {
  return changeMaking(db, organization, id, { state: 'ready', content: JSON.stringify(content), expires })
}

export async function failPackage(
  db: Transaction<Tables>,
  organization: string,
  id: string,
  { problem, expires }: { problem: string; expires: Date },
): Promise<boolean> {
  return changeMaking(db, organization, id, { state: 'failed', problem, expires })
}

async function changeMaking(
  db: Transaction<Tables>,
  organization: string,
  id: string,
  values: {
    alive?: Date
    done?: number
    total?: number
    state?: PackageRow['state']
    content?: string
    problem?: string
    expires?: Date
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('package')
    .set(values)
    .where('organization', '=', organization)
    .where('id', '=', id)
    .where('state', '=', 'making')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deletePackage(db: Transaction<Tables>, organization: string, id: string): Promise<void> {
  await db.deleteFrom('package').where('organization', '=', organization).where('id', '=', id).execute()
}

/** All evidence, populations and check results among the first `size` entries, and what became of them by now. */
export async function listPackable(reader: Reader, size: number): Promise<Packable> {
  const { db, organization } = reader
  const rows = await selectSealed(reader).where('evidence.entry', '<', size).orderBy('evidence.entry').execute()
  const disposed = await db
    .selectFrom('evidence_event')
    .select('evidence')
    .where('organization', '=', organization)
    .where('kind', '=', 'disposal-approved')
    .execute()
  const populations = await db
    .selectFrom('population')
    .select(['id', 'body'])
    .where('organization', '=', organization)
    .where('entry', '<', size)
    .orderBy('entry')
    .execute()
  const sharing = await db
    .selectFrom('population_event')
    .select('population')
    .where('organization', '=', organization)
    .where('kind', '=', 'population-shared')
    .execute()
  const gone = new Set(disposed.map(({ evidence }) => evidence))
  const shared = new Set(sharing.map(({ population }) => population))
  return {
    evidence: rows.map(readSealed).map(({ body }) => ({ evidence: body, isDisposed: gone.has(body.id) })),
    populations: populations.map(({ id, body }) => ({ population: body, isShared: shared.has(id) })),
    results: (await listResultBytes(reader)).filter(({ entry }) => entry < size),
  }
}

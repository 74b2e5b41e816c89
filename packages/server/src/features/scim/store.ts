import type { Actor, EvidenceClaim } from '@evidentia/core'
import type { Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import type { Attributes, Kind } from './schema.ts'

type Db = Reader['db']

/** One directory of one organization. */
export interface Place {
  readonly organization: string
  readonly directory: string
}

export interface Resource {
  readonly kind: Kind
  readonly id: string
  readonly body: Attributes
  readonly created: Date
  readonly changed: Date
  /** When `active` was heard to become false; null while it is true, and where nobody heard it change. */
  readonly deactivated: Date | null
}

/** What is looked for, as far as an index answers it; the rest of a filter is held against what was found. */
export interface Sought {
  readonly name?: string
  readonly externalId?: string
  readonly id?: string
}

const columns = ['kind', 'id', 'body', 'created', 'changed', 'deactivated'] as const

/** Has every change of a directory wait for the one before, so that a snapshot holds all of a request or nothing. */
export async function lockDirectory(db: Transaction<Tables>, { organization, directory }: Place): Promise<void> {
  await db
    .selectFrom('scim_directory')
    .select('directory')
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .forUpdate()
    .executeTakeFirst()
}

export async function saveToken(db: Transaction<Tables>, place: Place, token: Buffer): Promise<void> {
  const token_made = new Date()
  await db
    .insertInto('scim_directory')
    .values({ ...place, token, token_made, last_heard: null, last_taken: null, last_evidence: null })
    .onConflict((on) => on.columns(['organization', 'directory']).doUpdateSet({ token, token_made }))
    .execute()
}

/** Forgets a directory with all that it holds. */
export async function forgetDirectory(db: Transaction<Tables>, { organization, directory }: Place): Promise<void> {
  await db
    .deleteFrom('scim_directory')
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .execute()
}

export async function findDirectory(db: Db, { organization, directory }: Place) {
  return db
    .selectFrom('scim_directory')
    .selectAll()
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .executeTakeFirst()
}

/** Every directory that ever had a token. */
export async function listDirectories({ db, organization }: Reader) {
  return db.selectFrom('scim_directory').selectAll().where('organization', '=', organization).execute()
}

/** How much each directory holds. */
export async function countByKind({ db, organization }: Reader) {
  return db
    .selectFrom('scim_resource')
    .select(['directory', 'kind', ({ fn }) => fn.countAll<number>().as('count')])
    .where('organization', '=', organization)
    .groupBy(['directory', 'kind'])
    .execute()
}

/** What waits for the next snapshot of each directory: how much, and when the first and the last of it came. */
export async function listWaiting({ db, organization }: Reader) {
  return db
    .selectFrom('scim_request')
    .select(({ fn }) => [
      'directory',
      fn.countAll<number>().as('count'),
      fn.min<Date>('at').as('first'),
      fn.max<Date>('at').as('last'),
    ])
    .where('organization', '=', organization)
    .groupBy('directory')
    .execute()
}

/** When a snapshot was taken that is not recorded yet, by directory. */
export async function listTaken({ db, organization }: Reader): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('scim_snapshot')
    .select(['directory', 'taken'])
    .where('organization', '=', organization)
    .execute()
  return new Map(rows.map(({ directory, taken }) => [directory, taken]))
}

export async function findResource(
  db: Db,
  { organization, directory }: Place,
  kind: Kind,
  id: string,
): Promise<Resource | undefined> {
  return db
    .selectFrom('scim_resource')
    .select(columns)
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Resources in the order in which they came first. */
export async function listResources(
  db: Db,
  { organization, directory }: Place,
  kind: Kind,
  { name, externalId, id }: Sought = {},
  page?: { readonly offset: number; readonly limit: number },
): Promise<Resource[]> {
  let rows = db
    .selectFrom('scim_resource')
    .select(columns)
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('kind', '=', kind)
    .orderBy('created')
    .orderBy('id')
  if (name !== undefined) rows = rows.where('name', '=', name.toLowerCase())
  if (externalId !== undefined) rows = rows.where('external_id', '=', externalId)
  if (id !== undefined) rows = rows.where('id', '=', id)
  if (page !== undefined) rows = rows.offset(page.offset).limit(page.limit)
  return rows.execute()
}

export async function countResources(db: Db, { organization, directory }: Place, kind: Kind): Promise<number> {
  const { count } = await db
    .selectFrom('scim_resource')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  return count
}

/** Whether another user of the directory is called so. */
export async function isNameTaken(
  db: Db,
  { organization, directory }: Place,
  name: string,
  except: string | null,
): Promise<boolean> {
  const found = await db
    .selectFrom('scim_resource')
    .select('id')
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('kind', '=', 'User')
    .where('name', '=', name.toLowerCase())
    .executeTakeFirst()
  return found !== undefined && found.id !== except
}

/** What is looked up by: in lower case, since `userName` is compared without case. */
export interface Named {
  readonly name: string
  readonly externalId: string | null
}

export async function insertResource(
  db: Transaction<Tables>,
  place: Place,
  { name, externalId }: Named,
  { body, ...resource }: Resource,
): Promise<void> {
  await db
    .insertInto('scim_resource')
    .values({
      ...place,
      ...resource,
      name: name.toLowerCase(),
      external_id: externalId,
      body: JSON.stringify(body),
    })
    .execute()
}

export async function updateResource(
  db: Transaction<Tables>,
  { organization, directory }: Place,
  { name, externalId }: Named,
  { id, body, changed, deactivated }: Resource,
): Promise<void> {
  await db
    .updateTable('scim_resource')
    .set({ name: name.toLowerCase(), external_id: externalId, body: JSON.stringify(body), changed, deactivated })
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('id', '=', id)
    .execute()
}

export async function deleteResource(
  db: Transaction<Tables>,
  { organization, directory }: Place,
  id: string,
): Promise<void> {
  await db
    .deleteFrom('scim_resource')
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('id', '=', id)
    .execute()
}

/** Notes a request that was accepted, and that the provider was heard. */
export async function noteRequest(db: Transaction<Tables>, place: Place, at: Date, body: Attributes): Promise<void> {
  await db
    .insertInto('scim_request')
    .values({ ...place, at, body: JSON.stringify(body) })
    .execute()
  await db
    .updateTable('scim_directory')
    .set({ last_heard: at })
    .where('organization', '=', place.organization)
    .where('directory', '=', place.directory)
    .execute()
}

/** The requests that no snapshot holds yet, in their order. */
export async function listRequests(db: Db, { organization, directory }: Place) {
  return db
    .selectFrom('scim_request')
    .select(['at', 'body'])
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .orderBy('number')
    .execute()
}

export async function forgetRequests(db: Transaction<Tables>, { organization, directory }: Place): Promise<void> {
  await db
    .deleteFrom('scim_request')
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .execute()
}

/** A snapshot that was taken and not recorded yet. */
export interface Taken {
  readonly taken: Date
  readonly actor: Actor
  readonly request: string | null
  readonly claim: EvidenceClaim
  readonly content: Buffer
}

export async function findTaken(db: Db, { organization, directory }: Place): Promise<Taken | undefined> {
  return db
    .selectFrom('scim_snapshot')
    .select(['taken', 'actor', 'request', 'claim', 'content'])
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .executeTakeFirst()
}

export async function saveTaken(db: Transaction<Tables>, place: Place, taken: Taken): Promise<void> {
  await db
    .insertInto('scim_snapshot')
    .values({ ...place, ...taken, actor: JSON.stringify(taken.actor), claim: JSON.stringify(taken.claim) })
    .execute()
}

/** A snapshot is recorded: its evidence is what there is of it from now on. */
export async function finishTaken(
  db: Transaction<Tables>,
  { organization, directory }: Place,
  { taken }: Taken,
  evidence: string,
): Promise<void> {
  await db
    .deleteFrom('scim_snapshot')
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .where('taken', '=', taken)
    .execute()
  await db
    .updateTable('scim_directory')
    .set({ last_taken: taken, last_evidence: evidence })
    .where('organization', '=', organization)
    .where('directory', '=', directory)
    .execute()
}

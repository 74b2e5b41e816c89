import { sql, type Transaction } from 'kysely'
import { RootKey, type SecretPlace } from '../auth/root-key.ts'
import type { Tables } from '../db/tables.ts'
import type { Reader } from '../db/transactions.ts'
import type { OrganizationKeys } from './organization-keys.ts'

/** A secret on its way into the database. */
export interface SealedSecret {
  readonly holder: string
  readonly name: string
  readonly key_id: string
  readonly sealed: Buffer
}

/** Seals one secret with the newest key of its organization, bound to its place. `holder`: whose it is, `connection/aws-main`. */
export async function sealSecret(
  keys: OrganizationKeys,
  organization: string,
  { holder, name, secret }: { holder: string; name: string; secret: string },
): Promise<SealedSecret> {
  const key = await keys.current(organization)
  const sealed = new RootKey(Buffer.from(key.bytes)).seal(
    placeOf(organization, holder, name),
    Buffer.from(secret, 'utf8'),
  )
  return { holder, name, key_id: key.id, sealed }
}

/** Whose secrets, and the day in the organization's time zone. */
export interface HolderOn {
  readonly holder: string
  readonly today: string
}

/** The secrets of a holder, opened, by name. Throws `gone` when the key that sealed one was destroyed. */
export async function openSecrets(
  keys: OrganizationKeys,
  { db, organization }: Reader,
  { holder, today }: HolderOn,
): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('sealed_secret')
    .select(['name', 'key_id', 'sealed'])
    .where('organization', '=', organization)
    .where('holder', '=', holder)
    .where((on) => on.not(wasWithdrawn(today)))
    .execute()
  const opened: Record<string, string> = {}
  for (const { name, key_id, sealed } of rows) {
    const key = await keys.find(organization, key_id)
    opened[name] = new RootKey(Buffer.from(key.bytes))
      .open(placeOf(organization, holder, name), sealed)
      .toString('utf8')
  }
  return opened
}

/** The names of the secrets that are set, by holder. */
export async function listSecretNames({ db, organization }: Reader, today: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('sealed_secret')
    .select(['holder', 'name'])
    .where('organization', '=', organization)
    .where((on) => on.not(wasWithdrawn(today)))
    .orderBy('name')
    .execute()
  return new Map(
    [...Map.groupBy(rows, ({ holder }) => holder)].map(([holder, own]) => [holder, own.map(({ name }) => name)]),
  )
}

export async function saveSecret(db: Transaction<Tables>, organization: string, secret: SealedSecret): Promise<void> {
  const { key_id, sealed } = secret
  const changed = new Date()
  await db
    .insertInto('sealed_secret')
    .values({ organization, ...secret, changed })
    .onConflict((on) => on.columns(['organization', 'holder', 'name']).doUpdateSet({ key_id, sealed, changed }))
    .execute()
}

/** Forgets the secrets of what was withdrawn since they were set. */
export async function forgetSecrets(db: Transaction<Tables>, organization: string, today: string): Promise<void> {
  await db.deleteFrom('sealed_secret').where('organization', '=', organization).where(wasWithdrawn(today)).execute()
}

/**
 * Whether its holder was withdrawn since the secret was set. What is made again under the same id is another thing: whoever knew the
 * secret of the one before is not let in.
 */
function wasWithdrawn(today: string) {
  return sql<boolean>`exists (
    select from document
    where document.organization = sealed_secret.organization
      and document.kind || '/' || document.id = sealed_secret.holder
      and document.body is null
      and document.effective <= ${today}
      and document.recorded_at >= sealed_secret.changed)`
}

function placeOf(organization: string, holder: string, name: string): SecretPlace {
  return { table: 'sealed_secret', row: `${organization}/${holder}/${name}`, column: 'sealed' }
}

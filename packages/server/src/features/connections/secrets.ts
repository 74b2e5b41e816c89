import type { Reader } from '../../platform/db/transactions.ts'
import { RootKey, type SecretPlace } from '../../platform/auth/root-key.ts'
import type { OrganizationKeys } from '../../platform/keys/organization-keys.ts'
import * as store from './store.ts'

/** Seals one secret with the newest key of its organization, bound to its place. */
export async function sealSecret(
  keys: OrganizationKeys,
  organization: string,
  { connection, name, secret }: { connection: string; name: string; secret: string },
): Promise<store.SecretRow> {
  const key = await keys.current(organization)
  const sealed = new RootKey(Buffer.from(key.bytes)).seal(
    placeOf(organization, connection, name),
    Buffer.from(secret, 'utf8'),
  )
  return { connection, name, key_id: key.id, sealed }
}

/** The secrets of a connection, opened. Throws `gone` when the key that sealed one was destroyed. */
export async function openSecrets(
  keys: OrganizationKeys,
  reader: Reader,
  connection: string,
): Promise<Record<string, string>> {
  const { organization } = reader
  const opened: Record<string, string> = {}
  for (const { name, key_id, sealed } of await store.readSecrets(reader, connection)) {
    const key = await keys.find(organization, key_id)
    const place = placeOf(organization, connection, name)
    opened[name] = new RootKey(Buffer.from(key.bytes)).open(place, sealed).toString('utf8')
  }
  return opened
}

function placeOf(organization: string, connection: string, name: string): SecretPlace {
  return { table: 'connection_secret', row: `${organization}/${connection}/${name}`, column: 'sealed' }
}

import type { Transactions } from '../../platform/db/transactions.ts'
import { listKeyChanges, type LogKeys } from '../../platform/log/log-keys.ts'
import { look, type Look } from './look.ts'

/** Whether the key each log is signed with is the one this root key derives, and since when. */
export async function lookAtLogKeys(
  transactions: Transactions,
  keys: LogKeys,
  organizations: readonly { readonly slug: string; readonly organization: string }[],
): Promise<Look[]> {
  const looks: Look[] = []
  for (const { slug, organization } of organizations) {
    const what = `log key of ${slug}`
    const changes = await transactions.read({ organization }, listKeyChanges)
    const fault = keys.explainForeignChange(organization, changes)
    const newest = changes.at(-1)
    const since = newest === undefined ? 'its first key' : `key ${changes.length + 1}, since entry ${newest.entry}`
    const { keyId } = keys.signerOf(organization, changes.length + 1)
    looks.push(fault === null ? look(what, 'good', `${keyId}, ${since}`) : look(what, 'bad', fault))
  }
  return looks
}

import type { Actor, FactBody, FactKind } from '@evidentia/core'
import type { InstallationWriter } from '../db/transactions.ts'
import { listMemberships } from './memberships.ts'

/** Facts about how a person signs in. */
export type PersonalFact = Extract<FactKind, 'signed-in' | 'signed-out' | 'sign-in-refused' | 'credential-changed'>

/**
 * Seals what happened to a person's sign-in in the log of each organization they belong to, within the transaction that made
 * it happen. Always in the order of slugs, so that two sign-ins never wait for each other.
 */
export async function sealForPerson<K extends PersonalFact>(
  writer: InstallationWriter,
  { actor, request }: { readonly actor: Actor; readonly request: string | null },
  kind: K,
  fact: FactBody<K>,
): Promise<void> {
  for (const { organization } of await listMemberships(writer.db, fact.user)) {
    await writer.inOrganization({ organization, actor, request }, async (inside) => inside.seal(kind, fact))
  }
}

import { EvidentiaError } from '@evidentia/core'
import { createSigner, type Signer } from '@evidentia/ledger'
import type { RootKey } from '../auth/root-key.ts'
import type { Reader } from '../db/transactions.ts'

/** Changes of key a log can have: as many as verifiers follow. */
export const rotationsLimit = 100

/** A change of the log's key: sealed as entry number `entry`, from one verifier key to the next. */
export interface KeyChange {
  readonly entry: number
  readonly from: string
  readonly to: string
}

/** Signing keys of the organizations' logs. Derived when needed and kept outside the database, so whoever controls the database cannot sign. */
export class LogKeys {
  readonly #rootKey: RootKey
  readonly #signers = new Map<string, Signer>()

  constructor(rootKey: RootKey) {
    this.#rootKey = rootKey
  }

  /** The signer of one organization's log, its first one or that of a later generation; its name is the log's origin. */
  signerOf(organization: string, generation = 1): Signer {
    const label = `evidentia/log-signing/v${generation}/${organization}`
    const known = this.#signers.get(label)
    if (known !== undefined) return known
    const signer = createSigner(new Uint8Array(this.#rootKey.derive(label)), originOf(organization))
    this.#signers.set(label, signer)
    return signer
  }

  /**
   * Who has to sign a checkpoint of `size` entries, the newest key last: one, or two where it ends with a change of key.
   * Throws `unavailable` when the changes are not those this root key made: then somebody else wrote them.
   */
  signersAt(organization: string, changes: readonly KeyChange[], size: number): readonly Signer[] {
    const fault = this.explainForeignChange(organization, changes)
    if (fault !== null)
      throw new EvidentiaError('unavailable', fault, { remedy: 'Ask the operator to run evidentia-server fsck.' })
    const made = changes.filter(({ entry }) => entry < size)
    const newest = this.signerOf(organization, made.length + 1)
    return made.at(-1)?.entry === size - 1 ? [this.signerOf(organization, made.length), newest] : [newest]
  }

  /** What is wrong with the changes of a log's key, in the order of their entries; null when each leads to the next generation. */
  explainForeignChange(organization: string, changes: readonly KeyChange[]): string | null {
    const foreign = changes.find(
      ({ from, to }, at) =>
        from !== this.signerOf(organization, at + 1).vkey || to !== this.signerOf(organization, at + 2).vkey,
    )
    return foreign === undefined
      ? null
      : `The change of the log's key in entry ${foreign.entry} is not one that this installation's root key made.`
  }
}

/** The changes of the log's key, oldest first. */
export async function listKeyChanges({ db, organization }: Reader): Promise<KeyChange[]> {
  return db
    .selectFrom('log_key_rotation')
    .select(['entry', 'from_key as from', 'to_key as to'])
    .where('organization', '=', organization)
    .orderBy('entry')
    .execute()
}

/** The origin line of an organization's checkpoints. */
export function originOf(organization: string): string {
  return `evidentia/${organization}`
}

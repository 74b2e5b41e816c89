import { createSigner, type Signer } from '@evidentia/ledger'
import type { RootKey } from '../auth/root-key.ts'

/** Signing keys of the organizations' logs. Derived when needed and kept outside the database, so whoever controls the database cannot sign. */
export class LogKeys {
  readonly #rootKey: RootKey
  readonly #signers = new Map<string, Signer>()

  constructor(rootKey: RootKey) {
    this.#rootKey = rootKey
  }

  /** The signer of one organization's log; its name is the log's origin. */
  signerOf(organization: string): Signer {
    const known = this.#signers.get(organization)
    if (known !== undefined) return known
    const seed = this.#rootKey.derive(`evidentia/log-signing/v1/${organization}`)
    const signer = createSigner(new Uint8Array(seed), originOf(organization))
    this.#signers.set(organization, signer)
    return signer
  }
}

/** The origin line of an organization's checkpoints. */
export function originOf(organization: string): string {
  return `evidentia/${organization}`
}

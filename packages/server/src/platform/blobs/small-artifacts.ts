import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { enter } from '../db/transactions.ts'
import { insertSmall } from './insert-small.ts'
import { headerSize, sealedFrameSize } from './sealed-frames.ts'

/** What a small artifact takes at most when it is sealed. */
export const smallSealedLimit = headerSize + sealedFrameSize
const batch = 100

/** A small artifact as it is kept. */
export interface SmallArtifact {
  /** Of the plaintext. */
  readonly sha256: string
  readonly sealed: Buffer
}

/**
 * Sealed artifacts of at most 64 KiB, as rows. They are written by the transaction that seals their entries (`insertSmall`);
 * everything else about them is here, with connections of its own: artifacts are read within transactions that hold all others.
 */
export class SmallArtifacts {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async has(organization: string, sha256: string): Promise<boolean> {
    const found = await this.#within(organization, async (tx) =>
      tx
        .selectFrom('small_artifact')
        .select('stored_at')
        .where('organization', '=', organization)
        .where('sha256', '=', Buffer.from(sha256, 'hex'))
        .executeTakeFirst(),
    )
    return found !== undefined
  }

  /** The sealed bytes, or null when there is no such row. */
  async read(organization: string, sha256: string): Promise<Buffer | null> {
    const found = await this.#within(organization, async (tx) =>
      tx
        .selectFrom('small_artifact')
        .select('sealed')
        .where('organization', '=', organization)
        .where('sha256', '=', Buffer.from(sha256, 'hex'))
        .executeTakeFirst(),
    )
    return found?.sealed ?? null
  }

  async add(organization: string, artifacts: readonly SmallArtifact[]): Promise<void> {
    const sealed = artifacts.map((one) => ({ sha256: one.sha256, seal: () => one.sealed }))
    await this.#within(organization, async (tx) => insertSmall(tx, organization, sealed))
  }

  async remove(organization: string, sha256: string): Promise<void> {
    await this.#within(organization, async (tx) =>
      tx
        .deleteFrom('small_artifact')
        .where('organization', '=', organization)
        .where('sha256', '=', Buffer.from(sha256, 'hex'))
        .execute(),
    )
  }

  async removeAll(organization: string): Promise<void> {
    await this.#within(organization, async (tx) =>
      tx.deleteFrom('small_artifact').where('organization', '=', organization).execute(),
    )
  }

  /** Where each is and since when, without its bytes. */
  async list(organization: string): Promise<{ sha256: string; storedAt: Date }[]> {
    const rows = await this.#within(organization, async (tx) =>
      tx
        .selectFrom('small_artifact')
        .select(['sha256', 'stored_at'])
        .where('organization', '=', organization)
        .orderBy('sha256')
        .execute(),
    )
    return rows.map(({ sha256, stored_at }) => ({ sha256: sha256.toString('hex'), storedAt: stored_at }))
  }

  /** All of them with their bytes, in constant memory. */
  async *readAll(organization: string): AsyncGenerator<SmallArtifact> {
    for (let after: Buffer = Buffer.alloc(0); ;) {
      const rows = await this.#within(organization, async (tx) =>
        tx
          .selectFrom('small_artifact')
          .select(['sha256', 'sealed'])
          .where('organization', '=', organization)
          .where('sha256', '>', after)
          .orderBy('sha256')
          .limit(batch)
          .execute(),
      )
      for (const { sha256, sealed } of rows) yield { sha256: sha256.toString('hex'), sealed }
      const last = rows.at(-1)
      if (last === undefined) return
      after = last.sha256
    }
  }

  async #within<T>(organization: string, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (tx) => {
      await enter(tx, organization)
      return work(tx)
    })
  }
}

import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { packBytes } from '../db/pack-bytes.ts'
import { enter } from '../db/transactions.ts'
import { headerSize, sealedFrameSize } from './sealed-frames.ts'

/** What a small artifact takes at most when it is sealed. */
export const smallSealedLimit = headerSize + sealedFrameSize
const batch = 100
/** Of one statement: at most 16 MiB. */
const rowsAtOnce = 256

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

/** A small artifact on its way, sealed when it is stored. */
export interface UnsealedArtifact {
  readonly sha256: string
  seal(): Buffer
}

/**
 * Puts small artifacts beside the entries that name them, in their transaction. What is there already stays, unless its key was
 * destroyed: then these bytes, sealed with another, take its place.
 */
export async function insertSmall(
  tx: Transaction<Tables>,
  organization: string,
  artifacts: readonly UnsealedArtifact[],
): Promise<void> {
  const each = [...new Map(artifacts.map((one) => [one.sha256, one])).values()]
  for (let from = 0; from < each.length; from += rowsAtOnce)
    await insertSome(tx, organization, each.slice(from, from + rowsAtOnce))
}

async function insertSome(
  tx: Transaction<Tables>,
  organization: string,
  artifacts: readonly UnsealedArtifact[],
): Promise<void> {
  // One parameter for all of the bytes: a parameter for each would cost more than they do.
  const { bytes: sealed, starts, ends } = packBytes(artifacts.map((one) => one.seal()))
  const digests = Buffer.from(artifacts.map(({ sha256 }) => sha256).join(''), 'hex')
  await sql`/* prepared insert_small */
    insert into small_artifact (organization, sha256, stored_at, sealed)
    select ${organization}::uuid, substring(${digests}::bytea from (at::int - 1) * 32 + 1 for 32), now(),
      substring(${sealed}::bytea from from_byte + 1 for to_byte - from_byte)
    from unnest(${starts}::int[], ${ends}::int[]) with ordinality as each(from_byte, to_byte, at)
    on conflict (organization, sha256) do update set sealed = excluded.sealed, stored_at = excluded.stored_at
    where exists (
      select from organization_key k
      where k.organization = small_artifact.organization and k.destroyed is not null
        and uuid_send(k.id) = substring(small_artifact.sealed from 6 for 16)
    )`.execute(tx)
}

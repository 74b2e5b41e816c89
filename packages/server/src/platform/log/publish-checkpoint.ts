import { EvidentiaError } from '@evidentia/core'
import { consistencyProof, gatherCosignatures, type PostToWitness, type WitnessPolicy } from '@evidentia/ledger'
import type { Logger } from 'pino'
import type { Reader, Transactions } from '../db/transactions.ts'
import { type LogKeys, originOf } from './log-keys.ts'
import { pinPublished, readPinned } from './pinned-checkpoints.ts'
import { readCheckpoint } from './receipts.ts'
import { findRollback } from './rollback-guard.ts'
import { StoredNodes } from './stored-nodes.ts'
import { requestTimeStamp } from './time-stamp.ts'

/** Where checkpoints go before they are shown: who has to cosign them, who stamps them, where they are kept outside. */
export interface Publishing {
  /** By short name of the organization; `*` for all others. */
  readonly witnesses: ReadonlyMap<string, WitnessPolicy>
  readonly timeStampAuthority: string | null
  readonly pinnedFolder: string | null
  readonly post: PostToWitness
}

interface Parts {
  readonly transactions: Transactions
  readonly keys: LogKeys
  readonly publishing: Publishing
  readonly logger: Logger
}

/**
 * Publishes checkpoints: what others are shown of a log, and what it can be held to. A checkpoint is stored only when the
 * organization's witness policy is met; until then the one before it is served.
 */
export class CheckpointPublisher {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Publishes the log as it is now. Returns its size, or null when there is nothing new. Throws `unavailable` when the
   * policy is not met, or when the log was rolled back; then the organization takes no writes any more either.
   */
  async publish(organization: string): Promise<number | null> {
    const { transactions, keys, publishing } = this.#parts
    const now = await transactions.read({ organization }, async (reader) => readUnpublished(reader, keys))
    if (now === null) return null
    await this.#refuseRollback(organization)
    const note = await this.#cosign(organization, now)
    const timeStamp = await this.#stamp(organization, note)
    const stored = await transactions.cache(organization, async (db) => {
      // Another node may publish at the same moment: whoever waited finds it done.
      await db.selectFrom('log_state').select('size').where('organization', '=', organization).forUpdate().execute()
      const newest = await findNewestSize({ db, organization })
      if (newest !== null && newest >= now.size) return null
      await db
        .insertInto('checkpoint')
        .values({ organization, size: now.size, note, published: new Date(), time_stamp: timeStamp })
        .execute()
      return now.size
    })
    // A sample can be removed as a whole, which would look like the rollback it is not.
    if (stored !== null && publishing.pinnedFolder !== null && !now.isSample)
      await pinPublished(publishing.pinnedFolder, organization, note)
    return stored
  }

  async #refuseRollback(organization: string): Promise<void> {
    const { transactions, keys, publishing } = this.#parts
    const pinned = (await readPinned(publishing.pinnedFolder)).get(organization) ?? []
    const [first] = await findRollback(transactions, keys, organization, pinned)
    if (first !== undefined) throw this.#refuse(organization, `${first.where}: ${first.problem}`)
  }

  async #cosign(organization: string, { checkpoint, slug }: Unpublished): Promise<Buffer> {
    const { transactions, publishing } = this.#parts
    const policy = publishing.witnesses.get(slug) ?? publishing.witnesses.get('*')
    if (policy === undefined) return Buffer.from(checkpoint)
    const gathered = await gatherCosignatures({
      policy,
      checkpoint: Buffer.from(checkpoint),
      // A witness that remembers another size says so and is asked once more.
      oldSizes: new Map(),
      proveConsistency: async (from, to) =>
        transactions.read({ organization }, async (reader) => {
          const nodes = new StoredNodes(reader)
          return consistencyProof(from, to, async (level, index) => nodes.read(level, index))
        }),
      post: publishing.post,
    })
    const refusals = gathered.answers.flatMap(({ answer }) => (answer.ok ? [] : [answer]))
    const found = refusals.find(({ reason }) => reason === 'rollback' || reason === 'split-view')
    if (found !== undefined) throw this.#refuse(organization, found.problem)
    if (gathered.verdict.met) return Buffer.from(gathered.checkpoint)
    throw new EvidentiaError(
      'unavailable',
      `The checkpoint is not published: ${gathered.verdict.cosignedBy.length} of ${gathered.verdict.quorum} witnesses cosigned it. ${refusals.map(({ problem }) => problem).join(' ')}`,
    )
  }

  // The note is published without a stamp rather than not at all: an authority that is down must not hide a log.
  async #stamp(organization: string, note: Buffer): Promise<Buffer | null> {
    const { publishing, logger } = this.#parts
    if (publishing.timeStampAuthority === null) return null
    try {
      return await requestTimeStamp(publishing.timeStampAuthority, note)
    } catch (error) {
      logger.warn({ err: error, organization }, 'checkpoint published without a time stamp')
      return null
    }
  }

  #refuse(organization: string, problem: string): EvidentiaError {
    const { transactions, logger } = this.#parts
    const sentence = `The log ${originOf(organization)} takes no writes: ${problem}`
    transactions.refuseWrites(organization, sentence)
    logger.error({ sentence }, 'rollback detected')
    return new EvidentiaError('unavailable', sentence)
  }
}

interface Unpublished {
  readonly size: number
  readonly checkpoint: string
  readonly slug: string
  readonly isSample: boolean
}

async function readUnpublished(reader: Reader, keys: LogKeys): Promise<Unpublished | null> {
  const { db, organization } = reader
  const found = await db
    .selectFrom('organization')
    .select(['slug', 'sample'])
    .where('organization', '=', organization)
    .executeTakeFirst()
  // Removed while the job waited.
  if (found === undefined) return null
  const { size, checkpoint } = await readCheckpoint(reader, keys)
  const newest = await findNewestSize(reader)
  return newest !== null && newest >= size ? null : { size, checkpoint, slug: found.slug, isSample: found.sample }
}

async function findNewestSize({ db, organization }: Reader): Promise<number | null> {
  const newest = await db
    .selectFrom('checkpoint')
    .select('size')
    .where('organization', '=', organization)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.size ?? null
}

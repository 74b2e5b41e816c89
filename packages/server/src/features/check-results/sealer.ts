import { identifyQuestion, sealResult, type SealedParts } from '@evidentia/connectors'
import { listRunsOfRow, type SealedResult } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { StagedBlob } from '../../platform/blobs/staging.ts'
import { resultRetentionEndsAt } from '../../platform/db/result-digests.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import type { EvidenceService } from '../evidence/service.ts'
import type { StandingService } from '../standings/service.ts'
import { type DueRow, finishDue, listDue } from './due-store.ts'
import * as store from './store.ts'

export interface SealerParts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly standings: StandingService
  readonly evidence: EvidenceService
}

/** A result that is new, its items in the store where they are many. */
interface Fresh {
  readonly fact: SealedResult
  readonly slot: string
  readonly staged: StagedBlob | null
}

const server = { type: 'system', id: 'server', name: 'Evidentia server' } as const
/** Rows that are read together, with all that their checks look at. */
const rowsAtOnce = 100
/** Results of one transaction: others who write to the log wait for it. */
const sealedAtOnce = 100
const writeSize = 256 * 1024

/** Runs the checks of the rows that something touched, and seals what they have to say that was not sealed before. */
export class ResultSealer {
  readonly #parts: SealerParts

  constructor(parts: SealerParts) {
    this.#parts = parts
  }

  /** Goes on until no row waits. Returns how many results were sealed. Cut off, it goes on where it was. */
  async work(organization: string): Promise<number> {
    const { transactions, standings } = this.#parts
    await standings.catchUp(organization)
    let sealed = 0
    for (;;) {
      const due = await transactions.read({ organization }, async (reader) => listDue(reader, rowsAtOnce))
      if (due.length === 0) return sealed
      sealed += await this.#sealRows(organization, due)
      await transactions.cache(organization, async (db) => finishDue(db, organization, due))
    }
  }

  /**
   * An answer to a new question is sealed, and to an old one another answer. A question over records that was answered is not asked
   * again, since its answer cannot differ.
   */
  async #sealRows(organization: string, due: readonly DueRow[]): Promise<number> {
    const { transactions, standings } = this.#parts
    const keys = due.map(({ row_key }) => row_key)
    const { opened, newest } = await transactions.read({ organization }, async (reader) => ({
      opened: await standings.openIn(reader, keys),
      newest: await store.listNewest(reader, keys),
    }))
    let sealed = 0
    let fresh: Fresh[] = []
    for (const row of opened.rows) {
      for (const run of listRunsOfRow(opened.knowledge, row, opened.today)) {
        const { row: key, check, evidence, interval } = run
        const slot = store.slotOf({ row: key, check: check.id, version: check.version, evidence, interval })
        const last = newest.get(slot)
        if (evidence !== null && last?.question === identifyQuestion(run)) continue
        const parts = sealResult(run, run.run(), opened.entry)
        if (isKnown(parts.fact, last)) continue
        fresh.push({ fact: parts.fact, slot, staged: await this.#stage(organization, parts) })
        if (fresh.length < sealedAtOnce) continue
        sealed += await this.#sealTogether(organization, fresh)
        fresh = []
      }
    }
    return sealed + (await this.#sealTogether(organization, fresh))
  }

  /** Another node may have sealed the same while this one computed; under the lock of the log it shows. */
  async #sealTogether(organization: string, fresh: readonly Fresh[]): Promise<number> {
    if (fresh.length === 0) return 0
    const { transactions, blobs, evidence } = this.#parts
    const placed = new Set<string>()
    const keep = async (staged: StagedBlob, fact: SealedResult): Promise<void> => {
      const lockUntil = resultRetentionEndsAt(fact.asOf, new Date(), fact.timeZone)
      if (await blobs.keep(staged, lockUntil)) placed.add(staged.sha256)
    }
    let isSealed = false
    try {
      for (const { fact, staged } of fresh) if (staged !== null) await keep(staged, fact)
      const count = await transactions.write({ organization, actor: server, request: null }, async (writer) => {
        const rows = [...new Set(fresh.map(({ fact }) => fact.row))]
        const newest = await store.listNewest(writer, rows)
        const left = fresh.filter(({ fact, slot }) => !isKnown(fact, newest.get(slot)))
        if (left.length === 0) throw new AlreadySealed()
        const standingKeys = new Set<string>()
        for (const { fact, staged } of left) {
          if (staged !== null) {
            await blobs.refuseDestroyedKey(writer, staged, standingKeys)
            // Found in its place, it may have been taken out since by whoever had put it there.
            if (!placed.has(staged.sha256)) await keep(staged, fact)
          }
          await writer.seal('check-result', fact)
        }
        return left.length
      })
      isSealed = count === fresh.length
      return count
    } catch (error) {
      if (error instanceof AlreadySealed) return 0
      throw error
    } finally {
      for (const { staged } of fresh) await staged?.discard()
      // What nothing stands on goes again.
      if (!isSealed) await evidence.removeBytes(organization, [...placed])
    }
  }

  async #stage(organization: string, { artifact }: SealedParts): Promise<StagedBlob | null> {
    if (artifact === null) return null
    const staging = await this.#parts.blobs.beginObject(organization)
    try {
      let text = ''
      for (const line of artifact.lines()) {
        text += line
        if (text.length < writeSize) continue
        await staging.write(Buffer.from(text, 'utf8'))
        text = ''
      }
      await staging.write(Buffer.from(text, 'utf8'))
      return await staging.finish()
    } catch (error) {
      await staging.abort()
      throw error
    }
  }
}

/** Another node sealed all of it; a change that seals nothing is undone. */
class AlreadySealed extends Error {}

function isKnown(fact: SealedResult, newest: store.Newest | undefined): boolean {
  return (
    newest !== undefined &&
    newest.question === fact.question &&
    newest.verdict === fact.verdict &&
    newest.items_sha256 === fact.itemsSha256
  )
}

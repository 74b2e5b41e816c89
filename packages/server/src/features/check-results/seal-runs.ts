import { identifyQuestion, sealResult, type SealedParts } from '@evidentia/connectors'
import { type AssessmentInput, type CheckRun, listCheckRuns, retentionEndsAt } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { StagedBlob } from '../../platform/blobs/staging.ts'
import type { Transactions } from '../../platform/db/transactions.ts'
import * as store from './store.ts'

interface Parts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
}

/** A result that is new, its items waiting in the store where they are many. */
interface Fresh {
  readonly parts: SealedParts
  readonly slot: string
  readonly staged: StagedBlob | null
  readonly isPlaced: boolean
}

const server = { type: 'system', id: 'server', name: 'Evidentia server' } as const
/** Results of one transaction: others who write to the log wait for it. */
const together = 100

/**
 * Seals what checks have to say that was not sealed before: an answer to a new question, or to the old one another answer. A question
 * over records that was answered is not asked again, since its answer cannot differ. Returns how many were sealed.
 */
export async function sealRuns(
  parts: Parts,
  organization: string,
  input: AssessmentInput,
  programSize: number,
): Promise<number> {
  const known = await parts.transactions.read({ organization }, async (reader) => store.listNewest(reader, null))
  let sealed = 0
  let fresh: Fresh[] = []
  const flush = async (): Promise<void> => {
    if (fresh.length > 0) sealed += await sealTogether(parts, organization, fresh)
    fresh = []
  }
  for (const run of listCheckRuns(input)) {
    const slot = store.slotOf(run.row, run.check.id, run.evidence, run.interval?.from ?? null)
    const newest = known.get(slot)
    if (run.evidence !== null && newest?.question === identifyQuestion(run)) continue
    const one = await prepare(parts, organization, run, slot, programSize)
    if (isKnown(one, newest)) {
      await one.staged?.discard()
      continue
    }
    fresh.push(one)
    if (fresh.length === together) await flush()
  }
  await flush()
  return sealed
}

/** Another node may have sealed the same while this one computed; under the lock of the log it shows. */
async function sealTogether(
  { transactions, blobs }: Parts,
  organization: string,
  fresh: readonly Fresh[],
): Promise<number> {
  const wanted = fresh.map(({ parts }) => parts.fact.row)
  const scope = { organization, actor: server, request: null }
  const stillNew = async (reader: Parameters<typeof store.listNewest>[0]): Promise<Fresh[]> => {
    const newest = await store.listNewest(reader, wanted)
    return fresh.filter((one) => !isKnown(one, newest.get(one.slot)))
  }
  try {
    return await transactions.write(scope, async (writer) => {
      const left = await stillNew(writer)
      if (left.length === 0) throw new AlreadySealed()
      for (const { parts, staged, isPlaced } of left) {
        if (staged !== null) await blobs.confirm(writer, staged, isPlaced, lockUntil(parts))
        await writer.seal('check-result', parts.fact)
      }
      return left.length
    })
  } catch (error) {
    if (error instanceof AlreadySealed) return 0
    throw error
  } finally {
    for (const { staged } of fresh) await staged?.discard()
  }
}

/** Another node sealed all of it; a change that seals nothing is undone. */
class AlreadySealed extends Error {}

async function prepare(
  { blobs }: Parts,
  organization: string,
  run: CheckRun,
  slot: string,
  programSize: number,
): Promise<Fresh> {
  const parts = sealResult(run, run.run(), programSize)
  if (parts.artifact === null) return { parts, slot, staged: null, isPlaced: false }
  const staging = await blobs.beginStage(organization)
  try {
    for (const line of parts.artifact.lines()) await staging.write(Buffer.from(line, 'utf8'))
    const staged = await staging.finish()
    return { parts, slot, staged, isPlaced: await blobs.keep(staged, lockUntil(parts)) }
  } catch (error) {
    await staging.abort()
    throw error
  }
}

function isKnown({ parts: { fact } }: Fresh, newest: store.Newest | undefined): boolean {
  return (
    newest !== undefined &&
    newest.question === fact.question &&
    newest.verdict === fact.verdict &&
    newest.items_sha256 === fact.itemsSha256
  )
}

/** What a check answered is documentation of the day it judged. */
function lockUntil({ fact: { asOf, timeZone } }: SealedParts): Date {
  return retentionEndsAt({ effective: { to: asOf }, collectedAt: new Date().toISOString() }, timeZone)
}

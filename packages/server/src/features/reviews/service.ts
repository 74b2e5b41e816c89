import { EvidentiaError, type FactBody } from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { EvidenceItem } from '../evidence/items.ts'
import type { EvidenceService } from '../evidence/service.ts'
import * as store from './store.ts'

type Review = Omit<FactBody<'evidence-reviewed'>, 'evidence'>

interface Parts {
  readonly transactions: Transactions
  readonly evidence: EvidenceService
}

/** What people say of evidence: a reviewer who did not bring it, and the auditor. Each word is sealed and none is taken back, only followed by another. */
export class ReviewService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async review(scope: Scope, id: string, { outcome, note }: Review): Promise<EvidenceItem> {
    refuseMachine(scope, 'A review')
    const { transactions, evidence } = this.#parts
    return transactions.write(scope, async (writer) => {
      const item = await evidence.find(writer, id)
      refuseOver(item)
      if (await this.#broughtIt(writer, scope, item))
        throw new EvidentiaError('not-permitted', 'You brought this evidence, so somebody else must review it.', {
          remedy: 'Ask a colleague who may review evidence.',
        })
      await writer.seal('evidence-reviewed', { evidence: id, outcome, ...(note === undefined ? {} : { note }) })
      return evidence.find(writer, id)
    })
  }

  async accept(scope: Scope, id: string, note: string | undefined): Promise<EvidenceItem> {
    refuseMachine(scope, 'An acceptance')
    const { transactions, evidence } = this.#parts
    return transactions.write(scope, async (writer) => {
      const item = await evidence.find(writer, id)
      refuseOver(item)
      if (item.state === 'rejected')
        throw new EvidentiaError('conflict', `${id} was rejected by ${item.review?.by ?? 'its reviewer'}.`, {
          remedy: 'Ask for a correction, or for a new review.',
        })
      if (item.acceptance !== null)
        throw new EvidentiaError('conflict', `${id} was accepted by ${item.acceptance.by} before.`)
      await writer.seal('evidence-accepted', { evidence: id, ...(note === undefined ? {} : { note }) })
      return evidence.find(writer, id)
    })
  }

  /** Whether the reviewer recorded the evidence, or is the person it names as its collector. */
  async #broughtIt(reader: Reader, { actor }: Scope, { actor: bringer, collector }: EvidenceItem): Promise<boolean> {
    if (bringer.id === actor.id) return true
    if (collector.type !== 'person') return false
    return collector.id === actor.id || (await store.isSamePerson(reader, actor.id, collector.id))
  }
}

/** Throws for a key: what a person answers for, a person says. */
function refuseMachine({ actor }: Scope, what: string): void {
  if (actor.type === 'user') return
  throw new EvidentiaError('not-permitted', `${what} is the word of a named person, not of a key.`, {
    remedy: 'Sign in and say it yourself.',
  })
}

function refuseOver({ id, supersededBy, disposal }: EvidenceItem): void {
  if (supersededBy !== null)
    throw new EvidentiaError('conflict', `${id} was superseded by ${supersededBy}.`, {
      remedy: `Look at ${supersededBy} instead.`,
    })
  if (disposal !== null && disposal.approved !== null)
    throw new EvidentiaError('gone', `The content of ${id} was disposed of; nobody can look at it any more.`)
}

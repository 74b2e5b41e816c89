import { randomUUID } from 'node:crypto'
import { dateOfInstant, EvidentiaError, retentionClasses } from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceItem } from '../evidence/items.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { applyHolds, refuseLocked } from './store-locks.ts'

interface Parts {
  readonly transactions: Transactions
  readonly evidence: EvidenceService
  readonly documents: DocumentService
  readonly blobs: BlobStore
  /** Told when the store did not do what was sealed; housekeeping tries again. */
  readonly onDelay: (error: unknown, organization: string) => void
}

/**
 * How long evidence is kept, and how its content ends: only after its retention, under no legal hold, asked for by one person
 * and approved by another, sealed before a byte goes. The entry and its receipt stay for ever.
 */
export class RetentionService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async placeHold(scope: Scope, id: string, reason: string): Promise<EvidenceItem> {
    const held = await this.#change(scope, id, async (writer, item) => {
      refuseDisposed(item)
      await writer.seal('legal-hold-placed', { evidence: id, hold: randomUUID(), reason })
    })
    await this.applyHolds(scope.organization, id)
    return held
  }

  async liftHold(scope: Scope, id: string, hold: string, reason: string): Promise<EvidenceItem> {
    const lifted = await this.#change(scope, id, async (writer, { holds }) => {
      if (!holds.some((one) => one.hold === hold))
        throw new EvidentiaError('not-found', `There is no such hold on ${id}, or it was lifted before.`)
      await writer.seal('legal-hold-lifted', { evidence: id, hold, reason })
    })
    await this.applyHolds(scope.organization, id)
    return lifted
  }

  /** Has the store hold what the log says is held: of one item, or of all. What fails is told and tried again. */
  async applyHolds(organization: string, only: string | null): Promise<void> {
    await applyHolds(this.#parts, organization, only).catch((error: unknown) =>
      this.#parts.onDelay(error, organization),
    )
  }

  async requestDisposal(scope: Scope, id: string, reason: string): Promise<EvidenceItem> {
    refuseMachine(scope)
    const { evidence, blobs } = this.#parts
    return this.#change(scope, id, async (writer, item) => {
      refuseDisposed(item)
      if (item.disposal !== null)
        throw new EvidentiaError('conflict', `${item.disposal.requestedBy} asked for this before.`, {
          remedy: 'A second person may approve it.',
        })
      await this.#refuseRetained(writer, item)
      await refuseLocked(blobs, scope.organization, id, await evidence.listOwnDigests(writer, item))
      await writer.seal('disposal-requested', { evidence: id, reason })
    })
  }

  /** Seals the disposal, then deletes the bytes nothing else stands on. */
  async approveDisposal(scope: Scope, id: string): Promise<EvidenceItem> {
    refuseMachine(scope)
    const { evidence, blobs, onDelay } = this.#parts
    let bytes: string[] = []
    const disposed = await this.#change(scope, id, async (writer, item) => {
      refuseDisposed(item)
      const request = (await evidence.listEventsOf(writer, id)).findLast(({ kind }) => kind === 'disposal-requested')
      if (request === undefined)
        throw new EvidentiaError('conflict', `Nobody has asked to dispose of ${id}.`, {
          remedy: 'Ask for it; then somebody else approves.',
        })
      if (request.by.id === scope.actor.id)
        throw new EvidentiaError('not-permitted', 'You asked for this disposal, so somebody else must approve it.')
      await this.#refuseRetained(writer, item)
      bytes = await evidence.listOwnDigests(writer, item)
      await refuseLocked(blobs, scope.organization, id, bytes)
      await writer.seal('disposal-approved', { evidence: id, policy: item.retention, bytes })
    })
    await evidence.removeBytes(scope.organization, bytes).catch((error: unknown) => onDelay(error, scope.organization))
    return disposed
  }

  async #change(
    scope: Scope,
    id: string,
    work: (writer: Parameters<Parameters<Transactions['write']>[1]>[0], item: EvidenceItem) => Promise<void>,
  ): Promise<EvidenceItem> {
    const { transactions, evidence } = this.#parts
    return transactions.write(scope, async (writer) => {
      await work(writer, await evidence.find(writer, id))
      return evidence.find(writer, id)
    })
  }

  async #refuseRetained(reader: Reader, { id, holds, retention, retainedUntil }: EvidenceItem): Promise<void> {
    const [hold] = holds
    if (hold !== undefined)
      throw new EvidentiaError('conflict', `${id} is under a legal hold by ${hold.by}: ${hold.reason}`, {
        remedy: 'It can be disposed of after every hold is lifted.',
      })
    const today = dateOfInstant(new Date().toISOString(), await this.#parts.documents.findTimeZone(reader))
    if (today > retainedUntil) return
    const { title, years } = retentionClasses[retention]
    throw new EvidentiaError(
      'conflict',
      `${id} must be kept through ${retainedUntil} (${title}, ${years} years from the later of creation and last effective date).`,
    )
  }
}

/** Two keys are not two people. */
function refuseMachine({ actor }: Scope): void {
  if (actor.type === 'user') return
  throw new EvidentiaError('not-permitted', 'A disposal is asked for and approved by named persons, not by a key.', {
    remedy: 'Sign in and do it yourself.',
  })
}

function refuseDisposed({ id, disposal }: EvidenceItem): void {
  if (disposal !== null && disposal.approved !== null)
    throw new EvidentiaError('gone', `The content of ${id} was disposed of on ${disposal.approved.at.slice(0, 10)}.`)
}

import { readDerived } from '@evidentia/connectors'
import { type EvidenceBody, EvidentiaError, retentionEndsAt } from '@evidentia/core'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { StagedBlob } from '../../platform/blobs/staging.ts'
import type {
  EvidenceUnit,
  EvidenceWriter,
  Reader,
  Scope,
  SealedEvidence,
  Transactions,
} from '../../platform/db/transactions.ts'
import { Gathering, type Served } from '../../platform/log/gathering.ts'
import { listKeyChanges, type LogKeys } from '../../platform/log/log-keys.ts'
import { type EntryReceipt, FreshReceipts } from '../../platform/log/receipts.ts'
import type { EvidenceRow } from '../../platform/log/sealed-evidence.ts'
import type { DocumentService } from '../documents/service.ts'
import { refuseBadCorrection } from './corrections.ts'
import type { Prepared } from './intake.ts'
import { workSideBySide } from './side-by-side.ts'
import * as store from './store.ts'

interface Parts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly documents: DocumentService
  readonly keys: LogKeys
}

/** Evidence that was sealed now: as it stands, and what shows that it is in the log. */
export interface Recorded {
  readonly row: EvidenceRow
  readonly timeZone: string
  receipt(): EntryReceipt
}

/** What one caller wants recorded, all of it or nothing. */
interface Unit {
  readonly scope: Scope
  readonly prepared: readonly Prepared[]
  /** The bytes this caller put in their place. */
  readonly placed: Set<string>
}

interface Judged {
  readonly known: ReadonlySet<string>
  readonly timeZone: string
}

type Outcome = ReadonlyMap<string, Recorded>

// A group shares a transaction, and so a lock; PostgreSQL is never asked about more than some thousand rows at once.
const groupLimit = 64
/** Files that are written and synced at the same time: of one caller, and in S3 held in memory, 8 MiB each. */
const filesAtOnce = 8

/**
 * Makes bytes durable, then seals what stands on them; small ones are made durable with it. Callers of one organization that
 * come at the same time share each round of statements; each is refused alone.
 */
export class EvidenceRecorder {
  readonly #parts: Parts
  readonly #judging = new Gathering<readonly Prepared[], Judged>(groupLimit, async (organization, wanted) =>
    this.#judge(organization, wanted),
  )
  readonly #sealing = new Gathering<Unit, Outcome>(groupLimit, async (organization, units) =>
    this.#sealGroup(organization, units),
  )

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Returns what was sealed now, by id; the others were there already. */
  async record(scope: Scope, prepared: readonly Prepared[]): Promise<Outcome> {
    const { organization } = scope
    if (prepared.every((one) => blobsOf(one).every(isSmall)))
      return this.#sealing.ask(organization, { scope, prepared, placed: new Set() })
    // Asked again when sealing. Here it spares a locked store bytes that will be refused.
    const { known, timeZone } = await this.#judging.ask(organization, prepared)
    const fresh = prepared.filter(({ evidence }) => !known.has(evidence.id))
    if (fresh.length === 0) return new Map()
    const placed = new Set<string>()
    let sealed: Outcome = new Map()
    try {
      await workSideBySide(fresh, filesAtOnce, async (one) => this.#keep(one, timeZone, placed))
      sealed = await this.#sealing.ask(organization, { scope, prepared: fresh, placed })
      return sealed
    } finally {
      if (sealed.size === 0) await this.takeOut(organization, [...placed])
    }
  }

  /** Takes bytes out under the lock of the log, so that a parallel upload of the same bytes either stands already or finds them gone. */
  async takeOut(organization: string, placed: readonly string[]): Promise<void> {
    if (placed.length === 0) return
    const { transactions, blobs } = this.#parts
    await transactions.cache(organization, async (db) => {
      const referenced = await store.lockAndListDigests(db, organization, placed)
      for (const sha256 of placed) if (!referenced.has(sha256)) await blobs.remove(organization, sha256)
    })
  }

  async #keep(one: Prepared, timeZone: string, placed: Set<string>): Promise<void> {
    const lockUntil = retentionEndsAt(one.evidence, timeZone)
    for (const blob of blobsOf(one)) if (await this.#parts.blobs.keep(blob, lockUntil)) placed.add(blob.sha256)
  }

  async #judge(organization: string, wanted: readonly (readonly Prepared[])[]): Promise<readonly Served<Judged>[]> {
    const all = wanted.flat()
    return this.#parts.transactions.read({ organization }, async (reader) => {
      const timeZone = await this.#parts.documents.findTimeZone(reader)
      const known = await store.findKnownIds(reader, idsOf(all))
      const subjects = await this.#findSubjects(reader, all)
      return wanted.map((prepared) => () => {
        for (const { evidence } of prepared) refuseUnknownSubjects(evidence, subjects)
        return { known, timeZone }
      })
    })
  }

  async #sealGroup(organization: string, units: readonly Unit[]): Promise<readonly Served<Outcome>[]> {
    const outcomes = new Map<Unit, Served<Outcome>>()
    const { together, alone } = divide(units)
    try {
      await this.#sealUnits(organization, together, outcomes)
    } catch (error) {
      // The database refused one of them, or the connection broke. Whom it concerns shows when each is sealed by itself.
      if (together.length === 1) for (const unit of together) outcomes.set(unit, refuseWith(error))
      else alone.unshift(...together)
    }
    for (const unit of alone)
      await this.#sealUnits(organization, [unit], outcomes).catch((error: unknown) =>
        outcomes.set(unit, refuseWith(error)),
      )
    return units.map((unit) => outcomes.get(unit) ?? refuseWith(new RangeError('A unit was left out.')))
  }

  /** Seals the units in one transaction and says what became of each. Throws when none of it stands. */
  async #sealUnits(organization: string, units: readonly Unit[], outcomes: Map<Unit, Served<Outcome>>): Promise<void> {
    if (units.length === 0) return
    const { transactions, documents, keys } = this.#parts
    const { done, tree } = await transactions.writeEvidence(organization, async (writer) => {
      const timeZone = await documents.findTimeZone(writer)
      const changes = await listKeyChanges(writer)
      const judged = await this.#confirmUnits(writer, units, timeZone)
      const accepted = judged.flatMap(({ unit, sealing }) => (sealing === null ? [] : [{ unit, sealing }]))
      const sealed = await writer.sealEvidence(accepted.map(({ sealing }) => sealing))
      return {
        timeZone,
        changes,
        judged,
        sealed: accepted.map(({ unit }, at) => ({ unit, entries: sealed[at] ?? [] })),
      }
    })
    const receipts = new FreshReceipts(organization, () => keys.signersAt(organization, done.changes, tree.size), tree)
    for (const { unit, refusal } of done.judged) if (refusal !== null) outcomes.set(unit, refuseWith(refusal))
    for (const { unit, entries } of done.sealed) outcomes.set(unit, () => describe(entries, done.timeZone, receipts))
  }

  /** What of each unit is to be sealed, now that the log is locked, or why it is refused. */
  async #confirmUnits(
    writer: EvidenceWriter,
    units: readonly Unit[],
    timeZone: string,
  ): Promise<{ unit: Unit; sealing: EvidenceUnit | null; refusal: unknown }[]> {
    const all = units.flatMap(({ prepared }) => prepared)
    // Another request may have sealed some of it while these were reading their files.
    const known = await store.findKnownIds(writer, idsOf(all))
    const subjects = await this.#findSubjects(writer, all)
    const standingKeys = new Set<string>()
    const judged = []
    for (const unit of units) {
      const fresh = withoutKnown(unit.prepared, known)
      try {
        for (const one of fresh) {
          refuseUnknownSubjects(one.evidence, subjects)
          await refuseBadCorrection(writer, one.evidence)
          await this.#confirm(writer, one, unit, timeZone, standingKeys)
        }
        judged.push({ unit, sealing: toSealing(unit.scope, fresh), refusal: null })
      } catch (refusal) {
        judged.push({ unit, sealing: null, refusal })
      }
    }
    return judged
  }

  async #confirm(
    writer: Reader,
    one: Prepared,
    { placed }: Unit,
    timeZone: string,
    standingKeys: Set<string>,
  ): Promise<void> {
    const { blobs } = this.#parts
    for (const blob of blobsOf(one)) {
      await blobs.refuseDestroyedKey(writer, blob, standingKeys)
      if (isSmall(blob) || placed.has(blob.sha256)) continue
      if (await blobs.keep(blob, retentionEndsAt(one.evidence, timeZone))) placed.add(blob.sha256)
    }
  }

  async #findSubjects(reader: Reader, all: readonly Prepared[]): Promise<ReadonlySet<string>> {
    return this.#parts.documents.findExisting(
      reader,
      all.flatMap(({ evidence }) => subjectsOf(evidence).map(({ kind, id }) => ({ kind, id }))),
    )
  }
}

/**
 * Who can be sealed in one round: whose evidence nobody else in it brings. Corrections are sealed by themselves, since each is
 * judged by what was sealed before it.
 */
function divide(units: readonly Unit[]): { together: Unit[]; alone: Unit[] } {
  const taken = new Set<string>()
  const together: Unit[] = []
  const alone: Unit[] = []
  for (const unit of units) {
    const ids = idsOf(unit.prepared)
    const isApart = ids.some((id) => taken.has(id)) || unit.prepared.some(({ evidence }) => evidence.supersedes)
    for (const id of ids) taken.add(id)
    ;(isApart ? alone : together).push(unit)
  }
  return { together, alone }
}

/** What is not sealed yet, each once. */
function withoutKnown(prepared: readonly Prepared[], known: ReadonlySet<string>): Prepared[] {
  const fresh = new Map<string, Prepared>()
  for (const one of prepared) if (!known.has(one.evidence.id)) fresh.set(one.evidence.id, one)
  return [...fresh.values()]
}

function subjectsOf({ proves }: EvidenceBody) {
  return proves.flatMap(({ system, vendor }, at) => [
    ...(system === undefined ? [] : [{ kind: 'system' as const, id: system, at }]),
    ...(vendor === undefined ? [] : [{ kind: 'vendor' as const, id: vendor, at }]),
  ])
}

function refuseUnknownSubjects(evidence: EvidenceBody, existing: ReadonlySet<string>): void {
  for (const { kind, id, at } of subjectsOf(evidence)) {
    if (existing.has(`${kind}/${id}`)) continue
    throw new EvidentiaError('invalid-input', `There is no ${kind} called "${id}".`, {
      place: { field: `proves.${at}.${kind}` },
      remedy: `Record the ${kind} first, or name an existing one.`,
    })
  }
}

function blobsOf({ artifact, records }: Prepared): readonly StagedBlob[] {
  return records === null ? [artifact] : [artifact, records]
}

function isSmall({ staged }: StagedBlob): boolean {
  return staged.at === 'memory'
}

function toSealing(scope: Scope, fresh: readonly Prepared[]): EvidenceUnit {
  const items = fresh.map((one) => ({
    fact: one.evidence,
    artifacts: blobsOf(one).flatMap(({ sha256, staged }) =>
      staged.at === 'memory' ? [{ sha256, seal: () => staged.seal() }] : [],
    ),
  }))
  const records = fresh.flatMap(({ records: blob }) =>
    blob !== null && isSmall(blob) ? [[blob.sha256, () => readDerived(blob.read())] as const] : [],
  )
  return { scope, items, records: new Map(records) }
}

function describe(entries: readonly SealedEvidence[], timeZone: string, receipts: FreshReceipts): Outcome {
  return new Map(
    entries.map(({ index, sealed, fact, body }) => {
      const row = { entry: index, recorded_at: new Date(sealed.recordedAt), actor: sealed.actor, body: fact }
      return [fact.id, { row, timeZone, receipt: () => receipts.of(index, body) }]
    }),
  )
}

function idsOf(prepared: readonly Prepared[]): string[] {
  return prepared.map(({ evidence }) => evidence.id)
}

function refuseWith(error: unknown): () => never {
  return () => {
    throw error
  }
}

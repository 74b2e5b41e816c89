import { createHash, randomUUID } from 'node:crypto'
import {
  EvidentiaError,
  type FactBody,
  findDefinitionFault,
  type PopulationDefinition,
  populationIdentity,
} from '@evidentia/core'
import { canonicalize, type JsonObject } from '@evidentia/ledger'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { populationRetentionEndsAt } from '../../platform/db/population-digests.ts'
import type { ReadDerived } from '../../platform/db/projection/records.ts'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { describeFreeze, type FreezeView } from './describe.ts'
import { countRecords, type Drawn, drawPopulation, type Question } from './draw.ts'
import * as freezes from './freeze-store.ts'
import * as store from './store.ts'

export interface FreezerParts {
  readonly transactions: Transactions
  readonly blobs: BlobStore
  readonly readDerived: ReadDerived
  readonly evidence: EvidenceService
  readonly documents: DocumentService
  /** Has `work` called for an organization after so many seconds. */
  readonly askForFreezing: (organization: string, afterSeconds: number) => void
  readonly onFailure: (error: unknown, organization: string) => void
}

/** So many records are frozen while whoever asked waits. */
const inlineRecords = 20_000
const unfinishedLimit = 10
const reportMs = 1000
const silentMs = 2 * 60 * 1000
const keptMs = 24 * 60 * 60 * 1000

/** Freezes populations: asked for, drawn, sealed with their files. Long ones go on in a job, whose maker says every second that it goes on. */
export class Freezer {
  readonly #parts: FreezerParts

  constructor(parts: FreezerParts) {
    this.#parts = parts
  }

  async ask(scope: Scope, definition: PopulationDefinition, supersedes: string | null): Promise<FreezeView> {
    const fault = findDefinitionFault(definition)
    if (fault !== null)
      throw new EvidentiaError('invalid-input', fault.sentence, { place: { field: `definition.${fault.field}` } })
    const { transactions, askForFreezing } = this.#parts
    const { organization, actor, request } = scope
    const [id, requested] = [randomUUID(), new Date()]
    await transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        await refuseBadSuccessor(writer, supersedes, null)
        const unfinished = (await freezes.listFreezes(writer)).filter(
          ({ state }) => state === 'waiting' || state === 'freezing',
        )
        if (unfinished.length >= unfinishedLimit)
          throw new EvidentiaError('conflict', `${unfinishedLimit} populations are being frozen already.`, {
            remedy: 'Wait for one, or cancel it.',
          })
        await writer.seal('population-requested', { freeze: id, definition, supersedes })
        await freezes.saveFreeze(tx.db, organization, { id, requested, actor, request, definition, supersedes })
      }),
    )
    const { question } = await this.readQuestion(scope, definition)
    if (countRecords(definition, question.facts) <= inlineRecords) await this.#workOn(organization, id)
    else askForFreezing(organization, 0)
    return this.read(scope, id)
  }

  async read(scope: Scope, id: string): Promise<FreezeView> {
    return describeFreeze(await this.#find(scope, id))
  }

  async list(scope: Scope): Promise<FreezeView[]> {
    return (await this.#parts.transactions.read(scope, freezes.listFreezes)).map(describeFreeze)
  }

  /** Stops one that goes on; its maker notices within a second. */
  async cancel(scope: Scope, id: string): Promise<void> {
    await this.#parts.transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        const row = await freezes.findFreeze(writer, id)
        if (row === undefined) throw missing(id)
        if (row.state === 'frozen' || row.state === 'failed')
          throw new EvidentiaError('conflict', 'This freeze has ended already.')
        await writer.seal('population-not-frozen', { freeze: id, outcome: 'canceled', population: null, reason: null })
        await freezes.deleteFreeze(tx.db, scope.organization, id)
      }),
    )
  }

  /** Freezes what was asked for in an organization, one after the other. */
  async work(organization: string): Promise<void> {
    while (await this.#workOn(organization, null));
  }

  /** Removes what ended a day ago, and has freezes that a killed server left taken on again. */
  async sweep(organization: string): Promise<void> {
    const { transactions, askForFreezing } = this.#parts
    await transactions.cache(organization, async (db) =>
      freezes.deleteEnded(db, organization, new Date(Date.now() - keptMs)),
    )
    const rows = await transactions.read({ organization }, freezes.listFreezes)
    if (rows.some(({ state }) => state === 'waiting' || state === 'freezing'))
      askForFreezing(organization, silentMs / 1000 + 1)
  }

  /** The facts a definition is asked of, and how many entries the log had then. */
  async readQuestion(
    scope: Pick<Scope, 'organization'>,
    definition: PopulationDefinition,
  ): Promise<{ question: Question; entries: number }> {
    const { transactions, evidence, documents } = this.#parts
    const { records, period, reconciliation } = definition
    return transactions.read(scope, async (reader) => {
      const first = await evidence.listExports(reader, records.type, period)
      const isOther = reconciliation?.with === 'records' && reconciliation.records.type !== records.type
      const second = isOther ? await evidence.listExports(reader, reconciliation.records.type, period) : null
      return {
        entries: await store.readLogSize(reader),
        question: {
          definition,
          timeZone: await documents.findTimeZone(reader),
          facts: {
            evidence: uniqueById([...first.evidence, ...(second?.evidence ?? [])]),
            events: uniqueByEntry([...first.events, ...(second?.events ?? [])]),
          },
        },
      }
    })
  }

  /** Freezes one, or the one named; false when there was none to take. */
  async #workOn(organization: string, only: string | null): Promise<boolean> {
    const now = new Date()
    const taken = await this.#parts.transactions.cache(organization, async (db) =>
      freezes.takeFreeze(db, organization, { now, silentSince: new Date(now.getTime() - silentMs), only }),
    )
    if (taken === undefined) return false
    const scope: Scope = { organization, actor: taken.actor, request: taken.request }
    try {
      await this.#freeze(scope, taken, now)
    } catch (error) {
      if (!(error instanceof Canceled)) await this.#fail(scope, taken.id, error)
    }
    return true
  }

  async #freeze(scope: Scope, { id, definition, supersedes }: freezes.TakenFreeze, startedAt: Date): Promise<void> {
    const { organization } = scope
    const { question, entries } = await this.readQuestion(scope, definition)
    const report = this.#reporter(organization, id, countRecords(definition, question.facts))
    const drawn = await drawPopulation(this.#parts, organization, question, report)
    try {
      const fact = {
        id: nameOf(definition, drawn, supersedes),
        definition,
        entries,
        startedAt: startedAt.toISOString(),
        supersedes,
        card: drawn.card,
      }
      await this.#seal(scope, id, fact, drawn, question.timeZone)
    } finally {
      await drawn.rows.discard()
      await drawn.appendix.discard()
    }
  }

  /** Makes the files durable and seals the population; or, where it is there already, that nothing changed. */
  async #seal(
    scope: Scope,
    freeze: string,
    fact: FactBody<'population-frozen'>,
    drawn: Drawn,
    timeZone: string,
  ): Promise<void> {
    const { transactions, blobs, evidence } = this.#parts
    const lockUntil = populationRetentionEndsAt(fact.startedAt, fact.definition.period.to, timeZone)
    const placed = new Set<string>()
    let isSealed = false
    try {
      for (const blob of [drawn.rows, drawn.appendix]) if (await blobs.keep(blob, lockUntil)) placed.add(blob.sha256)
      await transactions.installation(async (tx) =>
        tx.inOrganization(scope, async (writer) => {
          const isKnown = (await store.findPopulation(writer, fact.id)) !== undefined
          if (isKnown) {
            const population = fact.id
            await writer.seal('population-not-frozen', { freeze, outcome: 'unchanged', population, reason: null })
          } else {
            await refuseBadSuccessor(writer, fact.supersedes, fact.id)
            const standingKeys = new Set<string>()
            for (const blob of [drawn.rows, drawn.appendix]) {
              await blobs.refuseDestroyedKey(writer, blob, standingKeys)
              // Found in its place, it may have been taken out since by whoever had put it there.
              if (!placed.has(blob.sha256) && (await blobs.keep(blob, lockUntil))) placed.add(blob.sha256)
            }
            await writer.seal('population-frozen', fact)
          }
          const end = { state: 'frozen', population: fact.id, unchanged: isKnown, alive: new Date() } as const
          if (!(await freezes.changeFreezing(tx.db, scope.organization, freeze, end))) throw new Canceled()
        }),
      )
      isSealed = true
    } finally {
      // What nothing stands on goes again.
      if (!isSealed) await evidence.removeBytes(scope.organization, [...placed])
    }
  }

  #reporter(organization: string, id: string, total: number): (records: number) => Promise<void> {
    let [done, last] = [0, 0]
    return async (records) => {
      done += records
      if (Date.now() - last < reportMs) return
      last = Date.now()
      const isWanted = await this.#parts.transactions.cache(organization, async (db) =>
        freezes.changeFreezing(db, organization, id, { alive: new Date(), done, total }),
      )
      if (!isWanted) throw new Canceled()
    }
  }

  async #fail(scope: Scope, id: string, error: unknown): Promise<void> {
    this.#parts.onFailure(error, scope.organization)
    const problem =
      error instanceof EvidentiaError
        ? error.message.slice(0, 1000)
        : 'The server failed; the operator finds why in its log.'
    await this.#parts.transactions.installation(async (tx) =>
      tx.inOrganization(scope, async (writer) => {
        await writer.seal('population-not-frozen', { freeze: id, outcome: 'failed', population: null, reason: problem })
        await freezes.changeFreezing(tx.db, scope.organization, id, { state: 'failed', problem, alive: new Date() })
      }),
    )
  }

  async #find(scope: Scope, id: string): Promise<freezes.FreezeRow> {
    const row = await this.#parts.transactions.read(scope, async (reader) => freezes.findFreeze(reader, id))
    if (row === undefined) throw missing(id)
    return row
  }
}

/** Somebody canceled the freeze while it went on. */
class Canceled extends Error {}

function missing(id: string): EvidentiaError {
  return new EvidentiaError('not-found', `There is no freeze ${id}.`)
}

/** A population takes the place of one that exists and that no other took the place of. */
async function refuseBadSuccessor(reader: Reader, supersedes: string | null, own: string | null): Promise<void> {
  if (supersedes === null) return
  const place = { place: { field: 'supersedes' } }
  if ((await store.findPopulation(reader, supersedes)) === undefined)
    throw new EvidentiaError('invalid-input', `There is no population ${supersedes} to supersede.`, place)
  const successor = (await store.findSuccessors(reader, [supersedes])).get(supersedes)
  if (own !== null && successor !== undefined && successor !== own)
    throw new EvidentiaError('conflict', `${supersedes} was superseded by ${successor} already.`, place)
}

/** `po_` and the first 20 hexadecimal digits of SHA-256 over the population's identity in canonical JSON. */
function nameOf(definition: PopulationDefinition, { card }: Drawn, supersedes: string | null): string {
  const identity: JsonObject = JSON.parse(JSON.stringify(populationIdentity(definition, card, supersedes)))
  return `po_${createHash('sha256').update(canonicalize(identity)).digest('hex').slice(0, 20)}`
}

function uniqueById<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()]
}

function uniqueByEntry<T extends { readonly entry: number }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.entry, item])).values()]
}

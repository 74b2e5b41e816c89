import {
  askable,
  EvidentiaError,
  type FactBody,
  findSelectionFault,
  isPermitted,
  listRecordFields,
  type PopulationDefinition,
  recordSchema,
  type RecordSelection,
  recordTypeSchema,
  type Role,
  suggestPlacing,
} from '@evidentia/core'
import { rowsInPart } from '../../platform/db/projection/project-population.ts'
import type { Reader, Scope } from '../../platform/db/transactions.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import type { StreamAnswer } from '../../platform/http/operation.ts'
import { describePopulation, type PopulationSummary, type PopulationView, summarize } from './describe.ts'
import { Freezer, type FreezerParts } from './freezer.ts'
import { previewPopulation } from './preview.ts'
import * as store from './store.ts'

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Populations: defined, frozen by `freezes`, attested by a named person, shared with auditors, read. Never changed. */
export class PopulationService {
  readonly freezes: Freezer
  readonly #parts: FreezerParts

  constructor(parts: FreezerParts) {
    this.#parts = parts
    this.freezes = new Freezer(parts)
  }

  /** What a definition can be made of. */
  async describeRecordTypes(scope: Scope) {
    const { transactions, evidence } = this.#parts
    const sources = await transactions.read(scope, async (reader) => evidence.listRecordSources(reader))
    return recordTypeSchema.options.map((type) => ({
      type,
      fields: listRecordFields(type).map(({ name, kind, choices }) => ({
        name,
        kind,
        choices: [...choices],
        asks: [...askable[kind]],
      })),
      placedBy: [...suggestPlacing(type)],
      sources: sources
        .filter((one) => one.type === type)
        .map(({ source, exports, from, to }) => ({ source, exports, from, to })),
    }))
  }

  async preview(
    scope: Scope,
    { records, ...given }: Pick<PopulationDefinition, 'period' | 'numbered'> & { records: RecordSelection },
  ) {
    const fault = findSelectionFault(records, 'records')
    if (fault !== null) throw new EvidentiaError('invalid-input', fault.sentence, { place: { field: fault.field } })
    const definition = { ...given, name: 'Preview', records }
    const { question } = await this.freezes.readQuestion(scope, definition)
    return previewPopulation(this.#parts, scope.organization, definition, question)
  }

  async list(
    scope: Scope,
    role: Role,
    { cursor, limit, ...narrowed }: Omit<store.PopulationFilter, 'onlyShared'> & Page,
  ): Promise<{ items: PopulationSummary[]; next: string | null; total: number }> {
    return this.#parts.transactions.read(scope, async (reader) => {
      const filter = { ...narrowed, onlyShared: !seesAll(role) }
      const before = cursor === undefined ? null : readCursor(cursor)
      const rows = await store.listPopulations(reader, filter, before, limit + 1)
      const shown = rows.slice(0, limit)
      const items = await this.#describe(reader, role, shown, summarize)
      const last = shown.at(-1)
      const next = rows.length > limit && last !== undefined ? writeCursor(last.entry) : null
      return { items, next, total: await store.countPopulations(reader, filter) }
    })
  }

  async read(scope: Scope, role: Role, id: string): Promise<PopulationView> {
    return this.#parts.transactions.read(scope, async (reader) => this.#find(reader, role, id))
  }

  /** The items in their order, with the content of their records as far as it is still there. */
  async listItems(scope: Scope, role: Role, id: string, { cursor, limit }: Page) {
    return this.#parts.transactions.read(scope, async (reader) => {
      const { card } = await this.#find(reader, role, id)
      const from = cursor === undefined ? 0 : readCursor(cursor)
      const rows = await store.listRows(reader, id, from, limit, rowsInPart)
      // Rows that a destroyed key took along are no rows of nothing: whoever asks is told.
      if (rows.length === 0 && from < card.counts.items)
        await this.#parts.blobs.refuseUnreadable(scope.organization, card.rows.sha256)
      const bodies = await store.readBodies(reader, rows)
      return {
        items: rows.map(({ ordinal, ...row }, at) => ({
          position: from + at,
          ...row,
          body: bodies.get(`${row.evidence} ${ordinal}`) ?? null,
        })),
        next: from + limit < card.counts.items ? writeCursor(from + limit) : null,
        total: card.counts.items,
      }
    })
  }

  /** The records of all items, for a check to be tried on; at most `limit`, and none of them gone. */
  async readRecords(reader: Reader, role: Role, id: string, limit: number) {
    const { card, definition, period } = await this.#find(reader, role, id)
    const total = card.counts.items
    if (total > limit)
      throw new EvidentiaError('too-large', `${id} has ${total} items, and at most ${limit} are taken here.`)
    const rows = await store.listRows(reader, id, 0, total, rowsInPart)
    const bodies = await store.readBodies(reader, rows)
    if (rows.length < total || bodies.size < total)
      throw new EvidentiaError('gone', `The content of some items of ${id} was disposed of or destroyed.`)
    const { type } = definition.records
    const records = rows.map(({ evidence, key, line, ordinal }) => ({
      ...recordSchema.parse({
        type,
        key,
        body: bodies.get(`${evidence} ${ordinal}`),
        ...(line === null ? {} : { line }),
      }),
      evidence,
    }))
    return { type, period, records }
  }

  async openFile(scope: Scope, role: Role, id: string, file: 'rows' | 'appendix'): Promise<StreamAnswer> {
    const { card } = await this.read(scope, role, id)
    const { sha256, size } = card[file]
    const { blobs } = this.#parts
    await blobs.refuseUnreadable(scope.organization, sha256)
    return { stream: blobs.open(scope.organization, sha256), name: `${id}-${file}.ndjson`, size, sha256 }
  }

  /** A named person says that the population is what it claims to be. */
  async attest(
    scope: Scope,
    role: Role,
    { population: id, says, sentence }: FactBody<'population-attested'>,
  ): Promise<PopulationView> {
    if (scope.actor.type !== 'user')
      throw new EvidentiaError('not-permitted', 'A population is attested by a named person, not by a key.', {
        remedy: 'Sign in and do it yourself.',
      })
    return this.#parts.transactions.write(scope, async (writer) => {
      const { counts } = (await this.#find(writer, role, id)).card
      if ((counts.items === 0) !== (says === 'empty'))
        throw new EvidentiaError(
          'conflict',
          counts.items === 0
            ? `${id} has no items, so what can be attested is that it is rightly empty.`
            : `${id} has items, so it cannot be attested as empty.`,
        )
      await writer.seal('population-attested', { population: id, says, sentence })
      return this.#find(writer, role, id)
    })
  }

  async share(scope: Scope, role: Role, id: string): Promise<PopulationView> {
    return this.#parts.transactions.write(scope, async (writer) => {
      const { shared } = await this.#find(writer, role, id)
      if (shared !== null)
        throw new EvidentiaError('conflict', `${shared.by} shared ${id} on ${shared.at.slice(0, 10)} already.`)
      await writer.seal('population-shared', { population: id })
      return this.#find(writer, role, id)
    })
  }

  /** One population; what was not shared is not there for whoever sees only that. */
  async #find(reader: Reader, role: Role, id: string): Promise<PopulationView> {
    const row = await store.findPopulation(reader, id)
    const [view] = row === undefined ? [] : await this.#describe(reader, role, [row], describePopulation)
    if (view === undefined || (view.shared === null && !seesAll(role)))
      throw new EvidentiaError('not-found', `There is no population ${id}.`)
    return view
  }

  async #describe<T>(
    reader: Reader,
    role: Role,
    rows: readonly store.PopulationRecord[],
    describe: (row: store.PopulationRecord, events: readonly store.PopulationEvent[], by: string | null) => T,
  ): Promise<T[]> {
    const ids = rows.map(({ id }) => id)
    const events = Map.groupBy(await store.listEventsOf(reader, ids), ({ population }) => population)
    const successors = await store.findSuccessors(reader, ids)
    const later = await store.listEventsOf(reader, [...successors.values()])
    const isShown = (successor: string): boolean =>
      seesAll(role) || later.some(({ population, kind }) => population === successor && kind === 'population-shared')
    return rows.map((row) => {
      const successor = successors.get(row.id)
      return describe(row, events.get(row.id) ?? [], successor !== undefined && isShown(successor) ? successor : null)
    })
  }
}

/** Whoever may freeze populations sees all of them; others, such as auditors, what was shared with them. */
function seesAll(role: Role): boolean {
  return isPermitted(role, 'populations:freeze')
}

import { randomBytes } from 'node:crypto'
import {
  type Catalog,
  type Clock,
  computeClocks,
  counselDecides,
  EvidentiaError,
  type FactBody,
  factsOfActs,
  type IncidentAct,
  type IncidentRecord,
  readIncident,
  type StatedAct,
} from '@evidentia/core'
import type { Reader, Scope, Sealed, Transactions, Writer } from '../../platform/db/transactions.ts'
import { pageOfList } from '../../platform/http/cursor.ts'
import type { DocumentService } from '../documents/service.ts'
import { findNearest, isOwed } from './nearest.ts'
import { findYou, readProgram, refuseStrangers } from './people.ts'
import { refuseAct } from './refuse-act.ts'
import * as store from './store.ts'

export interface IncidentParts {
  readonly transactions: Transactions
  readonly catalog: Catalog
  readonly documents: DocumentService
}

interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** At which instant an incident is looked at, and by what was recorded by when. */
interface View {
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
}

export type SealedAct = Sealed & { readonly incident: string }

/** Incidents as records that are only added to. What they come to, and every clock, is computed when it is read. */
export class IncidentService {
  readonly #parts: IncidentParts

  constructor(parts: IncidentParts) {
    this.#parts = parts
  }

  /** Open ones first, by the nearest deadline that nothing stopped; then closed ones, the newest first. */
  async list(scope: Scope, { exercise, ...page }: Page & { readonly exercise?: boolean | undefined }) {
    const { transactions, documents } = this.#parts
    return transactions.read(scope, async (reader) => {
      const [program] = await readProgram(documents, reader)
      const now = new Date().toISOString()
      const byIncident = Map.groupBy(await store.listActs(reader), ({ body }) => body.incident)
      const found = [...byIncident.values()].flatMap((acts) => {
        const incident = readIncident(acts)
        if (incident === null || (exercise !== undefined && incident.exercise !== exercise)) return []
        const clocks = this.#clocks(acts, now, now)
        const nearest = incident.stage === 'closed' ? null : findNearest(clocks)
        return [{ incident, nearest, late: clocks.filter(({ passed, proposed }) => passed && !proposed).length }]
      })
      const ordered = found.toSorted(
        (a, b) =>
          Number(a.incident.stage === 'closed') - Number(b.incident.stage === 'closed') ||
          dueOf(a.nearest) - dueOf(b.nearest) ||
          b.incident.opened.entry - a.incident.opened.entry,
      )
      const items = ordered.map(({ incident, nearest, late }) => ({ ...summarize(incident), nearest, late }))
      return { ...pageOfList(items, page), people: namesOf(program.person), notice: counselDecides }
    })
  }

  async read(scope: Scope, id: string, view: View) {
    const { transactions, documents } = this.#parts
    const now = new Date().toISOString()
    const asOf = view.asOf ?? view.knownAt ?? now
    const knownAt = view.knownAt ?? view.asOf ?? now
    return transactions.read(scope, async (reader) => {
      const [program] = await readProgram(documents, reader)
      const acts = await store.listActsOf(reader, id)
      const incident = readIncident(acts, knownAt)
      if (incident === null) throw missing(id)
      return {
        asOf,
        knownAt,
        incident,
        clocks: this.#clocks(acts, asOf, knownAt),
        people: namesOf(program.person),
        you: await findYou(reader, scope, program),
        notice: counselDecides,
      }
    })
  }

  async listActs(scope: Scope, id: string, page: Page) {
    return this.#parts.transactions.read(scope, async (reader) => {
      const acts = await store.listActsOf(reader, id)
      if (acts.length === 0) throw missing(id)
      return pageOfList(
        acts.toReversed().map(({ kind, entry, recordedAt, by, body: sealed }) => {
          const { incident: _, ...body } = sealed
          return { kind, entry, recordedAt, by: by.name, body }
        }),
        page,
      )
    })
  }

  async open(scope: Scope, body: Omit<FactBody<'incident-opened'>, 'incident'>): Promise<SealedAct> {
    const { transactions, documents, catalog } = this.#parts
    return transactions.write(scope, async (writer) => {
      const [program, today] = await readProgram(documents, writer)
      refuseStrangers(program, today, { commander: body.commander, backup: body.backup })
      const incident = `in_${randomBytes(10).toString('hex')}`
      refuseAct({ kind: 'incident-changed', reason: 'opened', ...body }, { program, catalog, today, incident: null })
      return { incident, ...(await writer.seal('incident-opened', { incident, ...body })) }
    })
  }

  /** Records an act. What it speaks of has to be there, and a correction is the next version. */
  async record(scope: Scope, id: string, act: StatedAct): Promise<SealedAct> {
    const { transactions, documents, catalog } = this.#parts
    return transactions.write(scope, async (writer) => {
      const [program, today] = await readProgram(documents, writer)
      const { acts, incident } = await this.find(writer, id)
      refuseAct(act, { program, catalog, today, incident })
      await refuseUnknownEvidence(writer, act)
      if (act.kind === 'incident-stage-reached' && act.stage === 'closed') this.#refuseOwed(incident, acts)
      return { incident: id, ...(await sealAct(writer, id, act)) }
    })
  }

  /** An incident with what was recorded of it. Throws `not-found`. */
  async find(reader: Reader, id: string): Promise<{ acts: readonly IncidentAct[]; incident: IncidentRecord }> {
    const acts = await store.listActsOf(reader, id)
    const incident = readIncident(acts)
    if (incident === null) throw missing(id)
    return { acts, incident }
  }

  /** A real incident is not closed while something is owed. */
  #refuseOwed(incident: IncidentRecord, acts: readonly IncidentAct[]): void {
    if (incident.exercise) return
    const now = new Date().toISOString()
    const owed = this.#clocks(acts, now, now).filter(isOwed)
    const first = findNearest(owed)
    if (first === null) return
    throw new EvidentiaError('conflict', `${owed.length} notices are still owed, the first of them: ${first.rule}`, {
      remedy: `Record what stops it, or the fact by which it does not apply. ${first.stops}`,
    })
  }

  #clocks(acts: readonly IncidentAct[], asOf: string, knownAt: string): Clock[] {
    const states = [...this.#parts.catalog.breachClocks.values()]
    return computeClocks(factsOfActs(acts), { asOf, knownAt, states })
  }
}

function missing(id: string): EvidentiaError {
  return new EvidentiaError('not-found', `There is no incident ${id}, or it was not opened by then.`)
}

async function sealAct(writer: Writer, incident: string, { kind, ...body }: StatedAct): Promise<Sealed> {
  return writer.seal(kind, { incident, ...body })
}

async function refuseUnknownEvidence(reader: Reader, act: StatedAct): Promise<void> {
  const ids = 'evidence' in act ? act.evidence : []
  const digests = act.kind === 'breach-assessed' ? digestsOf(act.assessment) : []
  const unknown = [
    ...(await store.findUnknownEvidence(reader, 'id', ids)),
    ...(await store.findUnknownEvidence(reader, 'artifact_sha256', digests)),
  ]
  if (unknown[0] === undefined) return
  throw new EvidentiaError('invalid-input', `Nothing is recorded as evidence under ${unknown[0]}.`, {
    place: { field: 'evidence' },
    remedy: 'Record the file as evidence first, and name it then.',
  })
}

function digestsOf({ secured, exclusion, factors }: Extract<StatedAct, { kind: 'breach-assessed' }>['assessment']) {
  return [secured, exclusion, ...Object.values(factors)].flatMap((argued) => argued?.evidence ?? [])
}

function namesOf(people: ReadonlyMap<string, { readonly name: string }>): Record<string, string> {
  return Object.fromEntries([...people].map(([id, { name }]) => [id, name]))
}

function dueOf(clock: Clock | null): number {
  return clock?.due === null || clock === null ? Number.POSITIVE_INFINITY : Date.parse(clock.due)
}

function summarize(incident: IncidentRecord) {
  const { id, title, type, severity, exercise, stage, commander, backup, detected, occurred, opened } = incident
  return { id, title, type, severity, exercise, stage, commander, backup, detected, occurred, opened }
}

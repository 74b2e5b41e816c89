import {
  type AcceptanceRequest,
  actsOn,
  actsWithin,
  computeFinding,
  type Deed,
  deedPermissions,
  deeds,
  describeWhatCloses,
  type Doer,
  episodesOn,
  EvidentiaError,
  type FindingItem,
  type FindingQuestion,
  type FindingState,
  findHindrance,
  type HistoryEvent,
  isPermitted,
  isRaised,
  listHistory,
  pendingRequest,
  type Program,
  ProgramHistory,
  readableId,
  type Role,
  traceRaised,
} from '@evidentia/core'
import type { Reader, Scope, Transactions } from '../../platform/db/transactions.ts'
import type { StandingService } from '../standings/service.ts'
import { asksOf } from './asks.ts'
import { type GatheredFinding, gatherFindings, type Sources } from './gather.ts'
import { inOrder, isAfter, readSelection, type Selection, selects, writeCursor } from './selection.ts'
import { listItems, readTraces } from './span-store.ts'
import * as store from './store.ts'

/** As of which day, knowing what. Absent: today, everything. */
interface Question {
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
}

interface Parts extends Sources {
  readonly transactions: Transactions
  readonly standings: StandingService
  readonly namePeople: (program: Program, ids: Iterable<string | null>) => Record<string, string>
}

/** A finding as it is looked at or worked on: what is said of it, and where it stands. */
export interface StandingFinding extends GatheredFinding {
  readonly item: FindingItem
  readonly question: FindingQuestion
}

export interface FindingView {
  readonly asOf: string
  readonly finding: FindingItem
  readonly controlTitle: string | null
  readonly closes: string
  readonly asks: ReturnType<typeof asksOf>
  readonly request: AcceptanceRequest | null
  readonly history: HistoryEvent[]
  readonly deeds: Deed[]
  readonly people: Record<string, string>
}

/** Findings as people read them. Those of today and of the days before, as known now, are read as they are kept; others are computed. */
export class FindingService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async list(
    scope: Pick<Scope, 'organization'>,
    question: Question,
    selection: Selection,
    limit: number,
  ): Promise<{
    items: FindingItem[]
    next: string | null
    total: number
    asOf: string
    states: Partial<Record<FindingState, number>>
    people: Record<string, string>
  }> {
    const { transactions, standings, namePeople } = this.#parts
    const { today } = await standings.catchUp(scope.organization)
    const asOf = question.asOf ?? today
    const isKept = question.knownAt === undefined && asOf <= today
    return transactions.read(scope, async (reader) => {
      const { items, states } = isKept
        ? await listItems(reader, selection, asOf, asOf === today, limit + 1)
        : await this.#listComputed(reader, asOf, question.knownAt, selection, limit + 1)
      const shown = items.slice(0, limit)
      const last = shown.at(-1)
      const program = (await this.#readAnswering(reader, question.knownAt)).on(asOf)
      return {
        items: shown,
        next: items.length > limit && last !== undefined ? writeCursor(last, selection) : null,
        total: selection.states.reduce((sum, state) => sum + (states[state] ?? 0), 0),
        asOf,
        states,
        people: namePeople(
          program,
          shown.map(({ owner }) => owner),
        ),
      }
    })
  }

  /** Those that need somebody, the gravest and then the most pressing first. */
  async listPressing(scope: Pick<Scope, 'organization'>, question: Question, limit: number) {
    return this.list(scope, question, readSelection({ sort: 'severity' }), limit)
  }

  async read(scope: Scope, role: Role, id: string, question: Question): Promise<FindingView> {
    const { transactions, standings, catalog, namePeople } = this.#parts
    const { today } = await standings.catchUp(scope.organization)
    const asOf = question.asOf ?? today
    return transactions.read(scope, async (reader) => {
      const [found] =
        question.knownAt === undefined && asOf <= today
          ? await this.stand(reader, [id], asOf)
          : (await this.#compute(reader, asOf, question.knownAt)).filter(({ item }) => item.id === id)
      if (found === undefined)
        throw new EvidentiaError('not-found', `There is no finding ${readableId(id)} on ${asOf}.`)
      const { item, trace, acts } = found
      const own = actsOfEpisode(found)
      const doer = await this.findDoer(reader, scope, found.question.program)
      const isNow = asOf === today && question.knownAt === undefined
      return {
        asOf,
        finding: item,
        controlTitle: catalog.controls.get(item.control ?? '')?.title ?? null,
        closes: describeWhatCloses(item),
        asks: isNow ? asksOf(item, trace, catalog) : null,
        request: item.state === 'closed' ? null : pendingRequest(own),
        history: listHistory(trace, acts, found.question),
        deeds: isNow
          ? deeds.filter(
              (deed) => isPermitted(role, deedPermissions[deed]) && findHindrance(deed, item, own, doer) === null,
            )
          : [],
        people: namePeople(found.question.program, found.question.program.person.keys()),
      }
    })
  }

  /** The findings named as they stand on `asOf`, by what is kept and all that was done. Those that are not there are left out. */
  async stand(reader: Reader, ids: readonly string[], asOf: string): Promise<StandingFinding[]> {
    const { catalog, documents } = this.#parts
    const timeZone = await documents.findTimeZone(reader)
    const history = await this.#readAnswering(reader, undefined)
    const traces = await readTraces(
      reader,
      ids.filter((id) => !isRaised(id)),
    )
    const acts = Map.groupBy(await store.listActsOf(reader, ids), ({ body }) => body.finding)
    const question = { asOf, timeZone, program: history.on(asOf) }
    return ids.flatMap((id): StandingFinding[] => {
      const own = acts.get(id) ?? []
      const trace = traces.get(id) ?? traceRaised(actsOn(own, question), { catalog, history })
      const item = trace === null ? null : computeFinding(trace, own, question)
      return trace === null || item === null ? [] : [{ trace, acts: own, item, question }]
    })
  }

  /** Who would do something: the account, and the people of the programme who have its e-mail address. */
  async findDoer(reader: Reader, { actor }: Scope, program: Program): Promise<Doer> {
    const email = actor.type === 'user' ? ((await store.findEmail(reader, actor.id))?.toLowerCase() ?? null) : null
    const people = [...program.person.values()].filter((person) => person.email.toLowerCase() === email)
    return { account: actor.id, isNamedPerson: actor.type === 'user', people: people.map(({ id }) => id) }
  }

  async #listComputed(
    reader: Reader,
    asOf: string,
    knownAt: string | undefined,
    selection: Selection,
    limit: number,
  ): Promise<{ items: FindingItem[]; states: Partial<Record<FindingState, number>> }> {
    const all = (await this.#compute(reader, asOf, knownAt)).map(({ item }) => item)
    const selected = all.filter((item) => selects(selection, item))
    const states: Partial<Record<FindingState, number>> = {}
    for (const { state } of selected) states[state] = (states[state] ?? 0) + 1
    const items = selected
      .filter((item) => selection.states.includes(item.state) && isAfter(selection, item))
      .toSorted(inOrder(selection))
    return { items: items.slice(0, limit), states }
  }

  async #compute(reader: Reader, asOf: string, knownAt: string | undefined): Promise<StandingFinding[]> {
    const { knowledge, findings } = await gatherFindings(this.#parts, reader, asOf, knownAt)
    const question = { asOf, knownAt, timeZone: knowledge.facts.timeZone, program: knowledge.history.on(asOf) }
    return findings.flatMap(({ trace, acts }) => {
      const item = computeFinding(trace, acts, question)
      return item === null ? [] : [{ trace, acts, item, question }]
    })
  }

  /** The part of the programme's history that says who answers for what. */
  async #readAnswering(reader: Reader, knownAt: string | undefined): Promise<ProgramHistory> {
    const documents = await this.#parts.documents.listOfKinds(reader, ['organization', 'person', 'control'])
    return new ProgramHistory(documents, knownAt)
  }
}

/** What was done about a finding in its present episode, in the order of the log. */
export function actsOfEpisode({ trace, acts, question }: StandingFinding) {
  return actsWithin(actsOn(acts, question), episodesOn(trace.episodes, question.asOf))
}

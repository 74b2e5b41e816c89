import { createHash } from 'node:crypto'
import { actsOn, dateOfInstant, followFinding, isRaised, ProgramHistory, traceRaised } from '@evidentia/core'
import type { Reader, Transactions } from '../../platform/db/transactions.ts'
import { type GatheredFinding, gatherFindings, type Sources } from './gather.ts'
import { type IndexState, type KeptFinding, keepFindings, readIndexState, readTraces } from './span-store.ts'
import * as store from './store.ts'

interface Parts extends Sources {
  readonly transactions: Transactions
}

/** The kinds of documents that say who answers for a finding. */
const answeringKinds = ['organization', 'person', 'control'] as const

/** What has to be computed again so that the kept findings are those of today: nothing, what people acted on, or everything. */
type Refresh = { readonly of: 'nothing' } | { readonly of: 'acts'; readonly since: number } | { readonly of: 'all' }

/**
 * Findings as kept in the database: computed when something was recorded that can change them, or when a day comes on which one of them
 * can turn by itself; otherwise only read.
 */
export class FindingIndex {
  readonly #parts: Parts
  readonly #running = new Map<string, Promise<string>>()
  /** Asked for and not begun: whoever comes now is served by it too, since it will see what they recorded. */
  readonly #waiting = new Map<string, Promise<string>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Brings the kept findings of an organization up to date. Returns the day they are of: today in its time zone. */
  async refresh(organization: string): Promise<string> {
    const waiting = this.#waiting.get(organization) ?? this.#refreshAfter(organization)
    this.#waiting.set(organization, waiting)
    return waiting
  }

  /** One at a time for each organization; begins when what runs now is over. */
  async #refreshAfter(organization: string): Promise<string> {
    await this.#running.get(organization)?.catch(() => undefined)
    this.#waiting.delete(organization)
    const running = this.#refresh(organization)
    this.#running.set(organization, running)
    try {
      return await running
    } finally {
      if (this.#running.get(organization) === running) this.#running.delete(organization)
    }
  }

  async #refresh(organization: string): Promise<string> {
    const { transactions, documents } = this.#parts
    const made = await transactions.read({ organization }, async (reader) => {
      const today = dateOfInstant(new Date().toISOString(), await documents.findTimeZone(reader))
      const before = await readIndexState(reader)
      const position = await store.readPosition(reader)
      const refresh = judge(before, position, today)
      if (refresh.of === 'nothing' || (refresh.of === 'acts' && before === undefined)) return { today, kept: null }
      const state = { log_size: position.logSize, as_of: today }
      if (refresh.of === 'all') return { today, kept: await this.#computeAll(reader, state) }
      return { today, kept: await this.#computeTouched(reader, state, before?.expires ?? null, refresh.since) }
    })
    const { today, kept } = made
    if (kept !== null)
      await transactions.cache(organization, async (db) =>
        keepFindings(db, organization, kept.state, kept.findings, kept.isAll),
      )
    return today
  }

  async #computeAll(reader: Reader, state: Omit<IndexState, 'expires'>) {
    const { as_of: today } = state
    const { knowledge, findings, expires } = await gatherFindings(this.#parts, reader, today, undefined)
    const { history, facts } = knowledge
    const followed = findings.map((finding) => follow(finding, today, history, facts.timeZone))
    const days = [expires, ...followed.map((one) => one.expires)]
    return {
      state: { ...state, expires: earliestOf(days) },
      findings: followed.map(({ kept }) => kept),
      isAll: true,
    }
  }

  async #computeTouched(reader: Reader, state: Omit<IndexState, 'expires'>, expires: string | null, since: number) {
    const { documents, catalog } = this.#parts
    const touched = await store.listTouchedSince(reader, since)
    const timeZone = await documents.findTimeZone(reader)
    const history = new ProgramHistory(await documents.listOfKinds(reader, answeringKinds), undefined)
    const traces = await readTraces(
      reader,
      touched.filter((id) => !isRaised(id)),
    )
    const acts = Map.groupBy(await store.listActsOf(reader, touched), ({ body }) => body.finding)
    const followed = [...acts].flatMap(([id, own]) => {
      const raised = isRaised(id)
        ? traceRaised(actsOn(own, { asOf: state.as_of, timeZone }), { catalog, history })
        : null
      const trace = traces.get(id) ?? raised
      return trace === null ? [] : [follow({ trace, acts: own }, state.as_of, history, timeZone)]
    })
    return {
      state: { ...state, expires: earliestOf([expires, ...followed.map((one) => one.expires)]) },
      findings: followed.map(({ kept }) => kept),
      isAll: false,
    }
  }
}

function judge(before: IndexState | undefined, position: store.Position, today: string): Refresh {
  if (before === undefined || position.newestFact >= before.log_size) return { of: 'all' }
  if (before.as_of > today || (before.as_of < today && before.expires !== null && before.expires <= today))
    return { of: 'all' }
  if (position.newestAct >= before.log_size) return { of: 'acts', since: before.log_size }
  return before.as_of === today ? { of: 'nothing' } : { of: 'acts', since: position.logSize }
}

function follow(
  { trace, acts }: GatheredFinding,
  until: string,
  history: ProgramHistory,
  timeZone: string,
): { readonly kept: KeptFinding; readonly expires: string | null } {
  const { spans, expires } = followFinding(trace, acts, until, history, timeZone)
  return { kept: { trace, spans, digest: digestOf([trace, spans]) }, expires }
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

function earliestOf(days: readonly (string | null)[]): string | null {
  return days.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null)
}

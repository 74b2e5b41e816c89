import { createHash } from 'node:crypto'
import {
  actsOn,
  type Catalog,
  type FindingAct,
  type FindingTrace,
  followFinding,
  isRaised,
  type Knowledge,
  type ProgramHistory,
  rowFindingId,
  rowKeyOf,
  traceProgram,
  traceRaised,
  traceRow,
} from '@evidentia/core'
import type { Followed, FollowedRow, RowFollower } from '../standings/service.ts'
import { traceOfNothing } from './gather.ts'
import {
  type Keeper,
  keepFindings,
  keepProgramExpiry,
  type KeptFinding,
  listKeptIds,
  listTurning,
  readProgramExpiry,
  readTraces,
} from './span-store.ts'
import * as store from './store.ts'

/** What a finding is followed by beside its trace and its acts. */
interface Following {
  readonly today: string
  readonly timeZone: string
  readonly history: ProgramHistory
}

/**
 * Findings as kept in the database. Those of rows are followed with their rows, in the same transaction, so none is older than the
 * matrix; those of the programme when a document came or its day has come; and all others when somebody did something about them, a day of
 * their own has come, or something was learned about whoever can answer for them.
 */
export class FindingIndex implements RowFollower {
  readonly #catalog: Catalog

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  async followRows(
    db: Keeper['db'],
    organization: string,
    rows: readonly FollowedRow[],
    knowledge: Knowledge,
    today: string,
  ): Promise<void> {
    const { history, facts } = knowledge
    const traces = rows.map(
      ({ row, timeline }) => traceRow(knowledge, row, timeline) ?? traceOfNothing(rowFindingId(row.key)),
    )
    await keep({ db, organization }, traces, { today, history, timeZone: facts.timeZone })
  }

  async followRest(
    db: Keeper['db'],
    organization: string,
    { today, program }: Followed,
    from: number | null,
  ): Promise<void> {
    const keeper: Keeper = { organization, db }
    const { history, timeZone, obligations } = program
    const following = { today, timeZone, history }
    const { documents, touched } = await store.readNews(keeper, from ?? 0)
    // The time zone and who leads are said by the organization; then every row was followed as well.
    const isAll = from === null || documents.some(({ kind }) => kind === 'organization')
    const isNewProgram = isAll || documents.length > 0
    const expires = await readProgramExpiry(keeper)
    if (isNewProgram || expires === undefined || (expires !== null && expires <= today))
      await this.#followProgram(keeper, following)
    const acted = isNewProgram ? await store.listActed(keeper) : touched
    await this.#followRaised(keeper, acted.filter(isRaised), following)
    if (isAll) {
      const ids = new Set([...(await listKeptIds(keeper)), ...acted])
      const isOrphan = (id: string): boolean => {
        const key = rowKeyOf(id)
        return key !== null && obligations.rowOf(key) === undefined
      }
      await keep(keeper, [...ids].filter(isOrphan).map(traceOfNothing), following)
      return
    }
    const people = documents.flatMap(({ kind, id }) => (kind === 'person' ? [id] : []))
    const turning = [...touched, ...(await listTurning(keeper, today, people))]
    await keep(keeper, [...(await readTraces(keeper, turning)).values()], following)
  }

  async #followProgram(keeper: Keeper, following: Following): Promise<void> {
    const { history, today } = following
    const { traces, expires } = traceProgram({ catalog: this.#catalog, history }, today)
    const found = new Set(traces.map(({ id }) => id))
    const others = [...(await listKeptIds(keeper)), ...(await store.listActed(keeper))].filter(
      (id) => rowKeyOf(id) === null && !isRaised(id) && !found.has(id),
    )
    await keep(keeper, [...traces, ...[...new Set(others)].map(traceOfNothing)], following)
    await keepProgramExpiry(keeper, expires)
  }

  async #followRaised(keeper: Keeper, ids: readonly string[], following: Following): Promise<void> {
    const { history, timeZone, today } = following
    const acts = await readActs(keeper, ids)
    const traces = [...acts].flatMap(
      ([, own]) => traceRaised(actsOn(own, { asOf: today, timeZone }), { catalog: this.#catalog, history }) ?? [],
    )
    await keep(keeper, traces, following)
  }
}

/** One finding through time, as it is kept. */
export function followThrough(
  trace: FindingTrace,
  acts: readonly FindingAct[],
  { today, history, timeZone }: Following,
): KeptFinding {
  const { spans, expires, people } = followFinding(trace, acts, today, history, timeZone)
  const digest = createHash('sha256')
    .update(JSON.stringify([trace, spans, expires, people]))
    .digest('hex')
  return { trace, spans, digest, people, expires }
}

/** Keeps what there was a gap of, or what somebody acted on; the rest is no finding. */
async function keep(keeper: Keeper, traces: readonly FindingTrace[], following: Following): Promise<void> {
  const acts = await readActs(
    keeper,
    traces.map(({ id }) => id),
  )
  const kept: KeptFinding[] = []
  const gone: string[] = []
  for (const trace of traces) {
    const own = acts.get(trace.id) ?? []
    if (trace.episodes.length > 0 || own.length > 0) kept.push(followThrough(trace, own, following))
    else gone.push(trace.id)
  }
  await keepFindings(keeper, kept, gone)
}

async function readActs(keeper: Keeper, ids: readonly string[]): Promise<ReadonlyMap<string, readonly FindingAct[]>> {
  return Map.groupBy(await store.listActsOf(keeper, ids), ({ body }) => body.finding)
}

import type { FindingItem, FindingState, FindingTrace } from '@evidentia/core'
import { type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import { noDay, rankOf, type Selection, type SortKey, wordsOf } from './selection.ts'

/** Up to which entry and day findings were computed, and on which day one of them can turn by itself. */
export interface IndexState {
  readonly log_size: number
  readonly as_of: string
  readonly expires: string | null
}

/** One finding as it is kept. */
export interface KeptFinding {
  readonly trace: FindingTrace
  readonly digest: string
  readonly spans: readonly { readonly from: string; readonly item: FindingItem }[]
}

/** Rows of one statement. */
const batch = 500

export async function readIndexState({ db, organization }: Pick<Reader, 'db' | 'organization'>) {
  return db
    .selectFrom('finding_index')
    .select(['log_size', 'as_of', 'expires'])
    .where('organization', '=', organization)
    .executeTakeFirst()
}

export async function readTraces(
  { db, organization }: Reader,
  findings: readonly string[],
): Promise<ReadonlyMap<string, FindingTrace>> {
  if (findings.length === 0) return new Map()
  const rows = await db
    .selectFrom('finding_trace')
    .select(['finding', 'trace'])
    .where('organization', '=', organization)
    .where('finding', 'in', [...findings])
    .execute()
  return new Map(rows.map(({ finding, trace }) => [finding, trace]))
}

/**
 * Keeps findings as computed from the log up to `state`; nothing where somebody kept what is newer. `isAll`: those that are not among
 * `findings` are gone. Only what changed is written.
 */
export async function keepFindings(
  db: Transaction<Tables>,
  organization: string,
  state: IndexState,
  findings: readonly KeptFinding[],
  isAll: boolean,
): Promise<void> {
  const first = { organization, log_size: 0, as_of: '0001-01-01', expires: null }
  await db
    .insertInto('finding_index')
    .values(first)
    .onConflict((on) => on.doNothing())
    .execute()
  const before = await db
    .selectFrom('finding_index')
    .select(['log_size', 'as_of'])
    .where('organization', '=', organization)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (before.log_size > state.log_size || before.as_of > state.as_of) return
  const kept = await db
    .selectFrom('finding_trace')
    .select(['finding', 'digest'])
    .where('organization', '=', organization)
    .execute()
  const digests = new Map(kept.map(({ finding, digest }) => [finding, digest]))
  const changed = findings.filter(({ trace, digest }) => digests.get(trace.id) !== digest)
  const named = new Set(findings.map(({ trace }) => trace.id))
  const gone = isAll ? [...digests.keys()].filter((id) => !named.has(id)) : []
  await remove(db, organization, [...changed.map(({ trace }) => trace.id), ...gone])
  for (let at = 0; at < changed.length; at += batch) await insert(db, organization, changed.slice(at, at + batch))
  await db
    .updateTable('finding_index')
    .set({ ...state })
    .where('organization', '=', organization)
    .execute()
}

async function remove(db: Transaction<Tables>, organization: string, findings: readonly string[]): Promise<void> {
  for (let at = 0; at < findings.length; at += batch)
    await db
      .deleteFrom('finding_trace')
      .where('organization', '=', organization)
      .where('finding', 'in', findings.slice(at, at + batch))
      .execute()
}

async function insert(db: Transaction<Tables>, organization: string, some: readonly KeptFinding[]): Promise<void> {
  await db
    .insertInto('finding_trace')
    .values(
      some.map(({ trace, digest }) => ({ organization, finding: trace.id, digest, trace: JSON.stringify(trace) })),
    )
    .execute()
  const spans = some.flatMap(({ trace, spans: own }) =>
    own.map(({ from, item }, n) => ({
      organization,
      finding: trace.id,
      from_day: from,
      until_day: own[n + 1]?.from ?? null,
      state: item.state,
      kind: item.kind,
      severity: item.severity,
      severity_rank: rankOf(item.severity),
      control: item.control,
      system: item.system,
      owner: item.owner,
      since: item.since,
      due: item.due ?? noDay,
      words: wordsOf(item),
      item: JSON.stringify(item),
    })),
  )
  for (let at = 0; at < spans.length; at += batch)
    await db
      .insertInto('finding_span')
      .values(spans.slice(at, at + batch))
      .execute()
}

/** One page of the findings selected as they stood on `asOf`, and how many there are in each state. */
export async function listItems(
  reader: Reader,
  selection: Selection,
  asOf: string,
  isNewest: boolean,
  limit: number,
): Promise<{ items: FindingItem[]; states: Partial<Record<FindingState, number>> }> {
  const { sort, after } = selection
  const column = sortColumns[sort.key]
  const direction = sort.descends ? 'desc' : 'asc'
  let page = selected(reader, selection, asOf, isNewest).where('state', 'in', [...selection.states])
  if (after !== null) {
    const past = sort.descends ? '<' : '>'
    page = page.where((is) =>
      is.or([
        is(sql.ref(column), past, after.at),
        is.and([is(sql.ref(column), '=', after.at), is('finding', '>', after.finding)]),
      ]),
    )
  }
  const rows = await page.select('item').orderBy(column, direction).orderBy('finding').limit(limit).execute()
  const counted = await selected(reader, selection, asOf, isNewest)
    .select((s) => ['state', s.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  return {
    items: rows.map(({ item }) => item),
    states: Object.fromEntries(counted.map(({ state, count }) => [state, count])),
  }
}

const sortColumns = { due: 'due', severity: 'severity_rank', since: 'since' } as const satisfies {
  readonly [K in SortKey]: string
}

function selected(
  { db, organization }: Reader,
  { severities, kinds, control, system, owner, words }: Selection,
  asOf: string,
  isNewest: boolean,
): SelectQueryBuilder<Tables, 'finding_span', object> {
  let query = db.selectFrom('finding_span').where('organization', '=', organization)
  query = isNewest
    ? query.where('until_day', 'is', null)
    : query
        .where('from_day', '<=', asOf)
        .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', asOf)]))
  if (severities !== null) query = query.where('severity', 'in', [...severities])
  if (kinds !== null) query = query.where('kind', 'in', [...kinds])
  if (control !== undefined) query = query.where('control', '=', control)
  if (system !== undefined) query = query.where('system', '=', system)
  if (owner !== undefined) query = query.where('owner', '=', owner)
  if (words !== '') query = query.where('words', 'like', `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  return query
}

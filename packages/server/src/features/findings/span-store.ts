import type { FindingItem, FindingState, FindingTrace } from '@evidentia/core'
import { type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { Tables } from '../../platform/db/tables.ts'
import type { Reader } from '../../platform/db/transactions.ts'
import { noDay, rankOf, type Selection, type SortKey, wordsOf } from './selection.ts'

/** Where findings are kept: one organization, in the transaction that keeps its rows. */
export interface Keeper {
  readonly organization: string
  readonly db: Transaction<Tables>
}

/** One finding as it is kept. */
export interface KeptFinding {
  readonly trace: FindingTrace
  /** Of all of this, so that what did not change is not written again. */
  readonly digest: string
  readonly spans: readonly { readonly from: string; readonly item: FindingItem }[]
  readonly people: readonly string[]
  readonly expires: string | null
}

/** Rows of one statement. */
const batch = 500

/** The first day on which the program itself can turn; undefined where it was never followed. */
export async function readProgramExpiry({ db, organization }: Reader): Promise<string | null | undefined> {
  const kept = await db
    .selectFrom('finding_program')
    .select('expires')
    .where('organization', '=', organization)
    .executeTakeFirst()
  return kept?.expires
}

export async function keepProgramExpiry({ db, organization }: Keeper, expires: string | null): Promise<void> {
  await db
    .insertInto('finding_program')
    .values({ organization, expires })
    .onConflict((on) => on.column('organization').doUpdateSet({ expires }))
    .execute()
}

/** The kept findings that can turn by `day` though nothing was learned, and those that one of `people` can answer for. */
export async function listTurning(
  { db, organization }: Reader,
  day: string,
  people: readonly string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('finding_trace')
    .select('finding')
    .where('organization', '=', organization)
    .where((is) => {
      const isDue = is('expires', '<=', day)
      // Asked about nobody, the index of days answers; asked about people, every finding is looked at.
      return people.length === 0 ? isDue : is.or([isDue, sql<boolean>`people && ${[...people]}::text[]`])
    })
    .execute()
  return rows.map(({ finding }) => finding)
}

export async function listKeptIds({ db, organization }: Reader): Promise<string[]> {
  const rows = await db.selectFrom('finding_trace').select('finding').where('organization', '=', organization).execute()
  return rows.map(({ finding }) => finding)
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
    .where(isAmong(findings))
    .execute()
  return new Map(rows.map(({ finding, trace }) => [finding, trace]))
}

/** Keeps findings as they were followed, in the place of what was kept of them, and drops those that are none. Only what changed is written. */
export async function keepFindings(
  keeper: Keeper,
  findings: readonly KeptFinding[],
  gone: readonly string[],
): Promise<void> {
  const { db, organization } = keeper
  const digests = await readDigests(
    keeper,
    findings.map(({ trace }) => trace.id),
  )
  const changed = findings.filter(({ trace, digest }) => digests.get(trace.id) !== digest)
  const dropped = [...changed.flatMap(({ trace }) => (digests.has(trace.id) ? [trace.id] : [])), ...gone]
  if (dropped.length > 0)
    await db.deleteFrom('finding_trace').where('organization', '=', organization).where(isAmong(dropped)).execute()
  for (let at = 0; at < changed.length; at += batch) await insert(keeper, changed.slice(at, at + batch))
}

async function readDigests(
  { db, organization }: Reader,
  findings: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (findings.length === 0) return new Map()
  const rows = await db
    .selectFrom('finding_trace')
    .select(['finding', 'digest'])
    .where('organization', '=', organization)
    .where(isAmong(findings))
    .execute()
  return new Map(rows.map(({ finding, digest }) => [finding, digest]))
}

/** However many there are: a list of them is one parameter. */
function isAmong(findings: readonly string[]) {
  return sql<boolean>`finding = any(${[...findings]}::text[])`
}

async function insert({ db, organization }: Keeper, some: readonly KeptFinding[]): Promise<void> {
  await db
    .insertInto('finding_trace')
    .values(
      some.map(({ trace, digest, people, expires }) => ({
        organization,
        finding: trace.id,
        digest,
        people: [...people],
        expires,
        trace: JSON.stringify(trace),
      })),
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
      is.or([is(column, past, after.at), is.and([is(column, '=', after.at), is('finding', '>', after.finding)])]),
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

const sortColumns: { readonly [K in SortKey]: RawBuilder<string> } = {
  due: sql`due`,
  severity: sql`(severity_rank::text || ' ' || due::text) collate "C"`,
  since: sql`since`,
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

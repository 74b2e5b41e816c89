import type { Catalog, Contracts, Received, RowStatus, Returned } from '@evidentia/core'
import { readStatuses, rowStatuses } from '@evidentia/core'
import type { RowSort } from '../standings/page.ts'
import type { RowFilter } from '../standings/selection.ts'
import type { StandingService } from '../standings/service.ts'
import type { StatusCounts } from '../standings/counts.ts'
import { peopleOf } from './service.ts'

type MatrixQuery = Received<Contracts['listMatrix']>['query']

/** Whether the answer is among the timelines that are kept: of a day up to today, as known now, over the organization's own period. */
export async function isKept(
  standings: StandingService,
  organization: string,
  { asOf, knownAt, from, to }: Pick<MatrixQuery, 'asOf' | 'knownAt' | 'from' | 'to'>,
): Promise<boolean> {
  if (knownAt !== undefined || from !== undefined || to !== undefined) return false
  return asOf === undefined || asOf <= (await standings.catchUp(organization)).today
}

/** A page of the matrix from the timelines kept. */
export async function listKept(
  standings: StandingService,
  organization: string,
  query: MatrixQuery,
  catalog: Catalog,
): Promise<Returned<Contracts['listMatrix']>> {
  const descends = query.sort.startsWith('-')
  const { asOf, cursor, limit } = query
  const page = await standings.list(organization, {
    filter: filterOf(query, catalog),
    sort: (descends ? query.sort.slice(1) : query.sort) as RowSort,
    descends,
    asOf,
    cursor,
    limit,
    counted: true,
  })
  return {
    items: [...page.rows],
    next: page.next,
    total: page.total,
    asOf: page.asOf,
    summary: sumCounts(page.counts?.values() ?? []),
    people: peopleOf(page.program, page.rows),
  }
}

/** What the overview says of a day, from the timelines kept: how many rows stand how, and the next of those due soon. */
export async function summarizeKept(
  standings: StandingService,
  organization: string,
  asOf: string | undefined,
  limit: number,
) {
  const { rows, total, counts, ...page } = await standings.list(organization, {
    filter: { status: ['due-soon'] },
    sort: 'due',
    descends: false,
    asOf,
    cursor: undefined,
    limit,
    counted: true,
  })
  return {
    asOf: page.asOf,
    program: page.program,
    summary: sumCounts(counts?.values() ?? []),
    dueSoon: rows,
    dueSoonTotal: total,
  }
}

/** How many rows stand in each status, in the order of attention; statuses with none are left out. */
function sumCounts(counts: Iterable<StatusCounts>): StatusCounts {
  const sums = new Map<RowStatus, number>()
  for (const one of counts)
    for (const status of rowStatuses) sums.set(status, (sums.get(status) ?? 0) + (one[status] ?? 0))
  return Object.fromEntries([...sums].filter(([, count]) => count > 0))
}

/** The controls that serve some requirement of a framework. */
export function listServing(catalog: Catalog, framework: string): string[] {
  return [...catalog.links].flatMap(([control, links]) =>
    links.some((link) => link.framework.id === framework) ? [control] : [],
  )
}

function filterOf(
  { q, status, area, control, system, vendor, owner, framework }: MatrixQuery,
  catalog: Catalog,
): RowFilter {
  const named = control === undefined ? undefined : [control]
  const serving = framework === undefined ? undefined : listServing(catalog, framework)
  return {
    q,
    status: readStatuses(status),
    area: area === undefined || area === '' ? undefined : area.split(','),
    controls:
      named === undefined || serving === undefined ? (named ?? serving) : named.filter((id) => serving.includes(id)),
    system,
    vendor,
    owner,
  }
}

import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { MatrixSearch } from '../../app/list-search.ts'
import type { AsOfSearch } from '../../app/page-search.ts'
import { usePages } from '../../client/answers.ts'
import { useItems, useNames } from '../../client/items.ts'
import { readFile } from '../../client/call.ts'
import { FilterChips } from '../../status/filter-chips.tsx'
import { rowStatusFaces } from '../../status/row-status.ts'
import { VirtualTable } from '../../table/virtual-table.tsx'
import { formatDate } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { ExportMenu } from '../../widgets/export-menu.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSkeleton } from '../../widgets/page-skeleton.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { counted } from '../../widgets/words.ts'
import { hiddenColumns, matrixColumns, matrixLayout } from './matrix-columns.tsx'
import { useFrameworkTitles } from './framework-titles.ts'
import { MatrixFilters } from './matrix-filters.tsx'
import { groupLines, sortForGroup } from './matrix-groups.ts'

/** The evidence matrix: every evidence requirement for every subject, and where it stands. */
export function MatrixPage() {
  const search = useSearch({ from: '/o/$org/matrix' })
  const change = useChangeSearch()
  const pages = usePages('listMatrix', { query: queryOf(search) })
  const first = pages.data?.pages[0]
  const rows = useItems(pages)
  const people = useNames(pages)
  const frameworks = useFrameworkTitles()
  const columns = useMemo(() => matrixColumns(people, frameworks), [people, frameworks])
  const lines = useMemo(
    () => groupLines(rows, search.group, search.group === 'framework' ? frameworks : people),
    [rows, search.group, people, frameworks],
  )
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const hidden = useMemo(() => hiddenColumns(search.hide), [search.hide])
  const lead = first === undefined ? undefined : `${counted(first.total, 'row')} as of ${formatDate(first.asOf)}`
  return (
    <Page
      title="Evidence matrix"
      layout="full"
      lead={lead}
      actions={
        <ExportMenu
          read={async (format, organization) =>
            readFile('exportMatrix', { params: { format }, query: narrowedBy(search) }, organization)
          }
          name="matrix"
          label="The rows these filters leave"
        />
      }
    >
      <MatrixFilters search={search} people={people} onChange={change} />
      <FilterChips
        label="Filter by status"
        faces={rowStatusFaces}
        counts={first?.summary ?? {}}
        chosen={search.status}
        onChange={(status) => change({ status })}
      />
      {pages.error !== null && first === undefined && <Problem error={pages.error} />}
      {first === undefined && pages.error === null && <PageSkeleton />}
      {first !== undefined && (
        <VirtualTable
          label="Evidence matrix"
          columns={columns}
          layout={matrixLayout}
          lines={lines}
          total={first.total}
          hidden={hidden}
          sort={search.sort ?? sortForGroup(search.group)}
          onSort={(sort) => change({ sort })}
          onNearEnd={onNearEnd}
          empty={<Empty title="No row matches">Remove a filter, or adopt a control for this organization.</Empty>}
        />
      )}
    </Page>
  )
}

function queryOf(search: MatrixSearch & AsOfSearch) {
  return { ...narrowedBy(search), sort: search.sort ?? sortForGroup(search.group) }
}

/** What of the view decides which rows there are, and nothing about their order. */
function narrowedBy({ asOf, from, to, q, status, area, owner, system, framework }: MatrixSearch & AsOfSearch) {
  return { asOf, from, to, q, status, area, owner, system, framework }
}

/** Puts a change of the view into the address, in place of the last one. */
function useChangeSearch(): (change: { readonly [K in keyof MatrixSearch]?: MatrixSearch[K] | undefined }) => void {
  const navigate = useNavigate({ from: '/o/$org/matrix' })
  return useCallback(
    (change) => void navigate({ search: (search) => ({ ...search, ...change }), replace: true }),
    [navigate],
  )
}

import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { usePeriod, type Period } from '../../app/period.ts'
import type { PeriodSearch } from '../../app/period-search.ts'
import { usePages } from '../../client/answers.ts'
import { useItems, useNames } from '../../client/items.ts'
import type { Line } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { formatRange } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSkeleton } from '../../widgets/page-skeleton.tsx'
import { PrintButton } from '../../widgets/print-button.tsx'
import { RowFilters } from '../matrix/row-filters.tsx'
import { usePeople } from '../systems/people.ts'
import { IntervalDrawer } from './interval-drawer.tsx'
import type { PeriodRow } from './interval-groups.ts'
import { PeriodTableContext } from './period-table.ts'
import { periodColumns, periodLayout } from './period-columns.tsx'

// A row brings every one of its intervals with its checks, so a page holds fewer of them than elsewhere.
const rowsAtOnce = 60

/** The period view: whether each row's evidence existed, in time, in every interval, and what it showed. */
export function PeriodPage() {
  const period = usePeriod()
  return period === undefined ? <PageSkeleton /> : <PeriodOf period={period} />
}

function PeriodOf({ period }: { readonly period: Period }) {
  const search = useSearch({ from: '/o/$org/period' })
  const change = useChangeSearch()
  const everyone = usePeople()
  const { q, area, control, owner, system, framework, row: openedRow, interval: openedInterval } = search
  const query = { ...period, q, area, control, owner, system, framework, limit: rowsAtOnce }
  const pages = usePages('listPeriod', { query })
  const rows = useItems(pages)
  const people = useNames(pages, everyone)
  const table = useMemo(
    () => ({
      people,
      row: openedRow,
      interval: openedInterval,
      onOpen: (row: string, interval: string) => change({ row, interval }),
    }),
    [people, openedRow, openedInterval, change],
  )
  const lines = useMemo(() => rows.map((item): Line<PeriodRow> => ({ type: 'item', key: item.key, item })), [rows])
  const opened = openedInterval === undefined ? undefined : rows.find(({ key }) => key === openedRow)
  return (
    <Page
      title="Period"
      layout="full"
      lead={`${formatRange(period)}: for every interval whether evidence existed, was in time, and what it showed, by all that is known now.`}
      actions={<PrintButton />}
    >
      <RowFilters searchLabel="Search the period" byControl search={search} people={people} onChange={change} />
      <PeriodTableContext value={table}>
        <TablePages
          label="Period"
          pages={pages}
          columns={periodColumns}
          layout={periodLayout}
          lines={lines}
          empty={
            <Empty title="Nothing was owed in this period">
              Remove a filter, or choose another period in the bar above.
            </Empty>
          }
        />
      </PeriodTableContext>
      {opened !== undefined && openedInterval !== undefined && (
        <IntervalDrawer
          row={opened}
          interval={openedInterval}
          period={period}
          onStep={(interval) => change({ interval })}
          onClose={() => {
            change({ row: undefined, interval: undefined })
            focusOpened()
          }}
        />
      )}
    </Page>
  )
}

/** Puts the focus back onto the cell whose interval was open, which need not be the one that opened the drawer. */
function focusOpened(): void {
  const cell = document.querySelector<HTMLElement>('[data-interval][aria-expanded="true"]')
  requestAnimationFrame(() => cell?.focus())
}

function useChangeSearch() {
  const navigate = useNavigate({ from: '/o/$org/period' })
  return useCallback(
    (change: { readonly [K in keyof PeriodSearch]?: PeriodSearch[K] | undefined }) =>
      void navigate({ search: (search) => ({ ...search, ...change }), replace: true, resetScroll: false }),
    [navigate],
  )
}

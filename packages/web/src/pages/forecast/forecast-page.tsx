import { TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { ForecastSearch } from '../../app/period-search.ts'
import { usePages } from '../../client/answers.ts'
import { useItems, useNames } from '../../client/items.ts'
import { usePermission, useToday } from '../../client/organization.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { formatDate, isDate } from '../../time/format.ts'
import { useUpload } from '../../upload/upload-context.ts'
import { targetOf } from '../../upload/upload-target.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PrintButton } from '../../widgets/print-button.tsx'
import { counted } from '../../widgets/words.ts'
import { RowFilters } from '../matrix/row-filters.tsx'
import { usePeople } from '../systems/people.ts'
import { forecastColumns, forecastLayout } from './forecast-columns.tsx'
import { groupForecast } from './forecast-groups.ts'

/** What will be missed if nothing happens, by day and owner, and what to hand in by when. */
export function ForecastPage() {
  const search = useSearch({ from: '/o/$org/forecast' })
  const change = useChangeSearch()
  const everyone = usePeople()
  const mayRecord = usePermission('evidence:write')
  const openUpload = useUpload()
  const { q, area, control, owner, system, framework, until } = search
  const pages = usePages('listForecast', { query: { q, area, control, owner, system, framework, until } })
  const people = useNames(pages, everyone)
  const columns = useMemo(
    () => forecastColumns(mayRecord ? (row) => openUpload({ targets: [targetOf(row)] }) : null),
    [mayRecord, openUpload],
  )
  const today = useToday()
  const items = useItems(pages)
  const lines = useMemo(() => groupForecast(items, people, today), [items, people, today])
  const first = pages.data?.pages[0]
  return (
    <Page title="Forecast" layout="full" lead={leadOf(first)} actions={<PrintButton />}>
      <RowFilters searchLabel="Search the forecast" byControl search={search} people={people} onChange={change}>
        <TextInput
          key={first?.until}
          type="date"
          size="xs"
          aria-label="Until"
          title="The last day of the forecast"
          defaultValue={first?.until ?? ''}
          onChange={({ currentTarget: { value } }) => isDate(value) && value >= today && change({ until: value })}
        />
      </RowFilters>
      <TablePages
        label="Forecast"
        pages={pages}
        columns={columns}
        layout={forecastLayout}
        lines={lines}
        empty={
          <Empty title="Nothing falls due until then">
            Remove a filter, or look further ahead. What is missed already is in the matrix.
          </Empty>
        }
      />
    </Page>
  )
}

function leadOf(first: { readonly total: number; readonly until: string } | undefined): string {
  const what = 'What will be missed if nothing happens: the next artifact each row owes, from today'
  if (first === undefined) return `${what}.`
  return `${what} until ${formatDate(first.until)}. ${counted(first.total, 'artifact')}.`
}

function useChangeSearch() {
  const navigate = useNavigate({ from: '/o/$org/forecast' })
  return useCallback(
    (change: { readonly [K in keyof ForecastSearch]?: ForecastSearch[K] | undefined }) =>
      void navigate({ search: (search) => ({ ...search, ...change }), replace: true }),
    [navigate],
  )
}

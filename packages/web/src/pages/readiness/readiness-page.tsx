import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { usePeriod, type Period } from '../../app/period.ts'
import type { ReadinessSearch } from '../../app/period-search.ts'
import { useAnswer } from '../../client/answers.ts'
import { formatRange } from '../../time/format.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { PageSkeleton } from '../../widgets/page-skeleton.tsx'
import { PrintButton } from '../../widgets/print-button.tsx'
import { RowFilters } from '../matrix/row-filters.tsx'
import { usePeople } from '../systems/people.ts'
import { EvidenceChart } from './evidence-chart.tsx'
import { ReadinessTable } from './readiness-table.tsx'
import { StatusChart } from './status-chart.tsx'
import type { ReadinessDay } from './turning-days.ts'

/** Readiness over time: counts of rows by status, and how far their evidence has come. Never one percentage. */
export function ReadinessPage() {
  const period = usePeriod()
  return period === undefined ? <PageSkeleton /> : <ReadinessOf period={period} />
}

function ReadinessOf({ period }: { readonly period: Period }) {
  const search = useSearch({ from: '/o/$org/readiness' })
  const change = useChangeSearch()
  const people = usePeople()
  const { area, owner, system, framework, view } = search
  const readiness = useAnswer('readReadiness', { query: { ...period, area, owner, system, framework } })
  return (
    <Page
      title="Readiness"
      lead={`${formatRange(period)}: how many rows stood where on each day. Collected is not reviewed by a person, and reviewed is not accepted by the auditor, so there is no single percentage.`}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Show as"
            data={[
              { value: 'charts', label: 'Charts' },
              { value: 'table', label: 'Table' },
            ]}
            value={view ?? 'charts'}
            onChange={(shown) => change({ view: shown === 'table' ? 'table' : undefined })}
          />
          <PrintButton />
        </>
      }
    >
      <RowFilters search={search} people={people} onChange={change} />
      <Answer of={readiness}>{({ days }) => <Days days={days} view={view} />}</Answer>
    </Page>
  )
}

function Days({ days, view }: { readonly days: readonly ReadinessDay[] } & Pick<ReadinessSearch, 'view'>) {
  const [first, ...rest] = days
  if (first === undefined || days.every(({ counts }) => Object.keys(counts).length === 0)) {
    return (
      <Section title="No numbers">
        <Empty title="No row was owed on any day of this period.">
          Remove a filter, or choose a period that has begun in the bar above.
        </Empty>
      </Section>
    )
  }
  if (view === 'table') {
    return (
      <Section
        title="Day by day"
        aside={<span className="soft">A day without a line has the numbers of the line before it.</span>}
      >
        <ReadinessTable days={days} />
      </Section>
    )
  }
  return (
    <>
      <Section title="Rows by status">
        <StatusChart days={[first, ...rest]} />
      </Section>
      <Section
        title="Evidence of the rows in order"
        aside={<span className="soft">Rows that are current or due soon, by the state of their newest evidence.</span>}
      >
        <EvidenceChart days={[first, ...rest]} />
      </Section>
    </>
  )
}

function useChangeSearch() {
  const navigate = useNavigate({ from: '/o/$org/readiness' })
  return useCallback(
    (change: { readonly [K in keyof ReadinessSearch]?: ReadinessSearch[K] | undefined }) =>
      void navigate({ search: (search) => ({ ...search, ...change }), replace: true }),
    [navigate],
  )
}

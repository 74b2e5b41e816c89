import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { useToday } from '../../client/organization.ts'
import { useAsOf } from '../../app/as-of.ts'
import { usePages } from '../../client/answers.ts'
import type { Line } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { lastDayOfPreviousMonth } from '../../time/calendar.ts'
import { formatDate, formatInstant } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { PrintButton } from '../../widgets/print-button.tsx'
import { counted } from '../../widgets/words.ts'
import { differenceColumns, differenceLayout, type DifferenceRow } from './difference-columns.tsx'
import { DifferenceForm, type DifferenceQuestion } from './difference-form.tsx'
import { fromField } from './local-instant.ts'

/** What was believed about a day at one instant, beside what is known of it at another. */
export function DifferencesPage() {
  const { knownAt, knownLater } = useSearch({ from: '/o/$org/differences' })
  const { asOf } = useAsOf()
  const navigate = useNavigate({ from: '/o/$org/differences' })
  const today = useToday()
  const day = asOf ?? lastDayOfPreviousMonth(today)
  const asked = asOf === undefined || knownAt === undefined ? null : { asOf, knownAt, knownLater }
  const form = (
    <DifferenceForm
      key={`${asOf} ${knownAt} ${knownLater}`}
      start={asked ?? { asOf: day, knownAt: knownAt ?? endOf(day), knownLater }}
      onAsk={(question) => void navigate({ search: (search) => ({ ...search, ...question }) })}
    />
  )
  if (asked !== null) return <Compared question={asked} form={form} />
  return (
    <Page title="Differences" lead={lead}>
      {form}
      <Section title="Nothing is compared yet">
        <Empty title="Choose a day and when it is looked back on.">
          Evidence comes late, is corrected or is rejected, and decisions are recorded after the day they count from. So
          what a report said of a day and what is known of it now can differ. Press <b>Compare</b> to see for which
          rows, and why.
        </Empty>
      </Section>
    </Page>
  )
}

const lead =
  'What was believed about a day at one instant, beside what is known of it later. Neither answer is changed.'

interface ComparedProps {
  readonly question: DifferenceQuestion
  readonly form: ReactNode
}

function Compared({ question, form }: ComparedProps) {
  const pages = usePages('listDifferences', { query: { ...question, limit: 100 } })
  const lines = useMemo(
    () =>
      (pages.data?.pages ?? []).flatMap(({ items }) =>
        items.map((item): Line<DifferenceRow> => ({ type: 'item', key: item.key, item })),
      ),
    [pages.data],
  )
  const total = pages.data?.pages[0]?.total
  return (
    <Page
      title="Differences"
      layout="full"
      lead={`${lead} ${total === undefined ? '' : `${sayQuestion(question)}: ${counted(total, 'row differs', 'rows differ')}.`}`}
      actions={<PrintButton />}
    >
      {form}
      <TablePages
        label="Differences"
        pages={pages}
        columns={differenceColumns}
        layout={differenceLayout}
        lines={lines}
        empty={
          <Empty title="No row differs">
            Everything recorded between the two instants speaks of other days, or left every row as it stood.
          </Empty>
        }
      />
    </Page>
  )
}

function sayQuestion({ asOf, knownAt, knownLater }: DifferenceQuestion): string {
  const later = knownLater === undefined ? 'now' : formatInstant(knownLater)
  return `${formatDate(asOf)} as known on ${formatInstant(knownAt)} and ${later}`
}

/** The last minute of a day where the reader is. */
function endOf(day: string): string {
  return fromField(`${day}T23:59`) ?? `${day}T23:59:00.000Z`
}

import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { verdictFaces } from '../../status/verdict-faces.ts'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { Instant } from '../../time/day.tsx'
import { formatDate, formatRange } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { countsWords } from './counts-words.ts'

export type ResultLine = Answer<'listCheckResults'>['items'][number]
type Query = NonNullable<Parameters<typeof usePages<'listCheckResults'>>[1]['query']>

const column = columnsFor<ResultLine>()
const columns = column.columns([
  column.display({ id: 'verdict', header: 'Verdict', cell: ({ row }) => <Verdict item={row.original} /> }),
  column.display({ id: 'asserts', header: 'What it asserts', cell: ({ row }) => <ResultName item={row.original} /> }),
  column.display({ id: 'subject', header: 'Of', cell: ({ row }) => subjectOf(row.original) }),
  column.display({ id: 'day', header: 'Judged as of', cell: ({ row }) => judgedOn(row.original) }),
  column.display({ id: 'items', header: 'Items', cell: ({ row }) => countsWords(row.original.counts) }),
  column.display({ id: 'sealed', header: 'Sealed', cell: ({ row }) => <Instant at={row.original.recordedAt} /> }),
])
const layout: { readonly [column: string]: ColumnLayout } = {
  verdict: { track: '132px' },
  asserts: { track: 'minmax(230px, 2.4fr)' },
  subject: { track: 'minmax(120px, 0.8fr)' },
  day: { track: '132px' },
  items: { track: 'minmax(130px, 1fr)' },
  sealed: { track: '190px' },
}

/** Sealed results, newest first: all of them, or those of a row, a check or an evidence item. */
export function ResultsTable({ query, hidden }: { readonly query: Query; readonly hidden?: readonly string[] }) {
  const pages = usePages('listCheckResults', { query })
  const lines = useLines(pages, 'id')
  return (
    <TablePages
      label="Check results"
      pages={pages}
      columns={columns}
      layout={layout}
      lines={lines}
      {...(hidden === undefined ? {} : { hidden })}
      empty={
        <Empty title="No result is sealed here yet.">
          A check runs when something it rests on changes, where an evidence requirement asks for it.
        </Empty>
      }
    />
  )
}

function ResultName({ item }: { readonly item: ResultLine }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/check-results/$result" params={{ org, result: item.id }}>
      {item.asserts}
    </RowLink>
  )
}

function Verdict({ item }: { readonly item: ResultLine }) {
  return <StatusLabel face={verdictFaces[item.verdict]} />
}

export function subjectOf({ system, vendor }: Pick<ResultLine, 'system' | 'vendor'>): string {
  return system ?? vendor ?? 'Organization'
}

/** The day of the evidence, or the interval in which the program was judged. */
export function judgedOn({ interval, asOf }: Pick<ResultLine, 'interval' | 'asOf'>): string {
  return interval === null ? formatDate(asOf) : formatRange(interval)
}

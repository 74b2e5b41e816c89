import { useSearch } from '@tanstack/react-router'
import { useSearchText } from '../../app/search-text.ts'
import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { Instant } from '../../time/day.tsx'
import { formatCount, formatRange } from '../../time/format.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { Freezes } from './freezes.tsx'
import { standingFaces } from './standing.ts'

type PopulationLine = Answer<'listPopulations'>['items'][number]

const column = columnsFor<PopulationLine>()
const columns = column.columns([
  column.display({ id: 'name', header: 'Population', cell: ({ row }) => <PopulationName item={row.original} /> }),
  column.display({ id: 'items', header: 'Items', cell: ({ row }) => formatCount(row.original.items) }),
  column.display({ id: 'period', header: 'Period', cell: ({ row }) => formatRange(row.original.period) }),
  column.display({ id: 'standing', header: 'Standing', cell: ({ row }) => <Standing item={row.original} /> }),
  column.display({
    id: 'weigh',
    header: 'To weigh',
    cell: ({ row }) => (row.original.openPoints === 0 ? 'Nothing' : formatCount(row.original.openPoints)),
  }),
  column.display({ id: 'by', header: 'Run by', cell: ({ row }) => row.original.runBy.name }),
  column.display({ id: 'at', header: 'Run at', cell: ({ row }) => <Instant at={row.original.runAt} /> }),
  column.display({
    id: 'shared',
    header: 'Auditors',
    cell: ({ row }) => (row.original.shared === null ? 'Not shared' : 'Shared'),
  }),
])
const layout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(190px, 2fr)' },
  items: { track: '80px' },
  period: { track: 'minmax(140px, 1fr)' },
  standing: { track: '140px' },
  weigh: { track: '76px' },
  by: { track: 'minmax(110px, 1fr)' },
  at: { track: '190px' },
  shared: { track: '92px' },
}

/** Frozen populations: complete sets of records an auditor may draw samples from. */
export function PopulationsPage() {
  const { q } = useSearch({ from: '/o/$org/populations' })
  const pages = usePages('listPopulations', { query: { q } })
  const mayFreeze = usePermission('populations:freeze')
  const search = useSearchText()
  const lines = useLines(pages, 'id')
  return (
    <Page
      title="Populations"
      layout="full"
      lead="Complete sets of records for a period, frozen with what an auditor asks before relying on them. None is ever changed; a new one can take its place."
      actions={
        <>
          <PageSearch label="Search populations" value={q ?? ''} onChange={search} />
          {mayFreeze && <NewLink />}
        </>
      }
    >
      {mayFreeze && <Freezes />}
      <TablePages
        label="Populations"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={
          q === undefined ? (
            <Empty title="No population here">
              {mayFreeze ? 'Define the first one and see at once what it would hold.' : 'None was shared with you yet.'}
            </Empty>
          ) : (
            <Empty title="No population matches">Try another word.</Empty>
          )
        }
      />
    </Page>
  )
}

function NewLink() {
  const org = useOrganization()
  return (
    <ButtonLink to="/o/$org/populations/new" params={{ org }}>
      New population
    </ButtonLink>
  )
}

function PopulationName({ item }: { readonly item: PopulationLine }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/populations/$population" params={{ org, population: item.id }}>
      {item.name}
    </RowLink>
  )
}

function Standing({ item }: { readonly item: PopulationLine }) {
  return item.supersededBy === null ? (
    <StatusLabel face={standingFaces[item.standing]} />
  ) : (
    <span className="soft">Superseded</span>
  )
}

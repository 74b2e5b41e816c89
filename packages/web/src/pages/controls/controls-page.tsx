import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useSearchText } from '../../app/search-text.ts'
import { useAsOf } from '../../app/as-of.ts'
import { usePages, type Answer } from '../../client/answers.ts'
import { useItems } from '../../client/items.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusCounts } from '../../status/status-counts.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Line } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { usePeople } from '../systems/people.ts'

type ControlSummary = Answer<'listControls'>['items'][number]

const column = columnsFor<ControlSummary>()
const columnsWith = (people: { readonly [id: string]: string }) =>
  column.columns([
    column.display({ id: 'name', header: 'Control', cell: ({ row }) => <ControlName control={row.original} /> }),
    column.display({
      id: 'adopted',
      header: 'Adopted',
      cell: ({ row }) => (row.original.adopted ? 'Adopted' : 'Not adopted'),
    }),
    column.display({
      id: 'statuses',
      header: 'Rows',
      cell: ({ row }) => (row.original.adopted ? <StatusCounts counts={row.original.statuses} /> : ''),
    }),
    column.display({
      id: 'owner',
      header: 'Owner',
      cell: ({ row }) => (row.original.owner === null ? '' : (people[row.original.owner] ?? row.original.owner)),
    }),
    column.display({
      id: 'requirements',
      header: 'Serves',
      cell: ({ row }) => counted(row.original.requirementTotal, 'requirement'),
    }),
  ])
const layout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(220px, 2.4fr)' },
  adopted: { track: '96px' },
  statuses: { track: 'minmax(170px, 1.5fr)' },
  owner: { track: 'minmax(110px, 0.8fr)' },
  requirements: { track: '124px' },
}

/** The control library by area, adopted controls first. */
export function ControlsPage() {
  const { q } = useSearch({ from: '/o/$org/controls' })
  const pages = usePages('listControls', { query: { ...useAsOf(), q } })
  const search = useSearchText()
  const people = usePeople()
  const columns = useMemo(() => columnsWith(people), [people])
  const items = useItems(pages)
  const lines = useMemo(() => byArea(items), [items])
  return (
    <Page
      title="Controls"
      layout="full"
      lead="One control serves many requirements. Each has a policy, an implementation per system and the evidence it owes."
      actions={<PageSearch label="Search controls" value={q ?? ''} onChange={search} />}
    >
      <TablePages
        label="Controls"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={<Empty title="No control matches">Try another word.</Empty>}
      />
    </Page>
  )
}

function byArea(controls: readonly ControlSummary[]): readonly Line<ControlSummary>[] {
  const areas = Map.groupBy(
    controls.toSorted((a, b) => Number(b.adopted) - Number(a.adopted)),
    ({ area }) => area,
  )
  return areas
    .entries()
    .toArray()
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([area, members]): Line<ControlSummary>[] => [
      { type: 'group', key: `area:${area}`, label: wordsOf(area), count: members.length },
      ...members.map((item): Line<ControlSummary> => ({ type: 'item', key: item.id, item })),
    ])
}

function ControlName({ control }: { readonly control: ControlSummary }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/controls/$control" params={{ org, control: control.id }}>
      {control.title}
    </RowLink>
  )
}

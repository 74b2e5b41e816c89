import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useSearchText } from '../../app/search-text.ts'
import { useAsOf } from '../../app/as-of.ts'
import { usePages } from '../../client/answers.ts'
import { useItems } from '../../client/items.ts'
import { useOrganization } from '../../client/organization.ts'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns, type Line } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { usePeople } from './people.ts'
import { readSystem, type SystemBody } from './system-body.ts'

interface SystemLine extends SystemBody {
  readonly id: string
}
const column = columnsFor<SystemLine>()
const layout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(180px, 1.6fr)' },
  kind: { track: 'minmax(120px, 1fr)' },
  environment: { track: '110px' },
  sensitivity: { track: '110px' },
  criticality: { track: '100px' },
  owner: { track: 'minmax(110px, 1fr)' },
}

/** The components of the hosted workload. */
export function SystemsPage() {
  const { q } = useSearch({ from: '/o/$org/systems' })
  const { asOf } = useAsOf()
  const pages = usePages('listDocuments', { query: { kind: 'system', asOf, q } })
  const people = usePeople()
  const columns = useMemo(() => columnsOf(people), [people])
  const items = useItems(pages)
  const lines = useMemo(
    () =>
      items.flatMap(({ id, body }): Line<SystemLine>[] =>
        body === null ? [] : [{ type: 'item', key: id, item: { id, ...readSystem(id, body) } }],
      ),
    [items],
  )
  const search = useSearchText()
  return (
    <Page
      title="Systems"
      layout="full"
      lead="What the workload is made of. A control finds its systems by rule, so a new one owes evidence from its first day."
      actions={<PageSearch label="Search systems" value={q ?? ''} onChange={search} />}
    >
      <TablePages
        label="Systems"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={<Empty title="No system here">Record the first one with the API or a program folder.</Empty>}
      />
    </Page>
  )
}

function columnsOf(people: { readonly [id: string]: string }): Columns<SystemLine> {
  return column.columns([
    column.display({ id: 'name', header: 'System', cell: ({ row }) => <SystemName system={row.original} /> }),
    column.display({ id: 'kind', header: 'Kind', cell: ({ row }) => wordsOf(row.original.kind) }),
    column.display({ id: 'environment', header: 'Environment', cell: ({ row }) => wordsOf(row.original.environment) }),
    column.display({
      id: 'sensitivity',
      header: 'Holds',
      cell: ({ row }) => (row.original.sensitivity === 'phi' ? 'PHI' : wordsOf(row.original.sensitivity)),
    }),
    column.display({ id: 'criticality', header: 'Criticality', cell: ({ row }) => wordsOf(row.original.criticality) }),
    column.display({
      id: 'owner',
      header: 'Owner',
      cell: ({ row }) => (row.original.owner === null ? 'Nobody' : (people[row.original.owner] ?? row.original.owner)),
    }),
  ])
}

function SystemName({ system }: { readonly system: SystemLine }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/systems/$system" params={{ org, system: system.id }}>
      {system.name}
    </RowLink>
  )
}

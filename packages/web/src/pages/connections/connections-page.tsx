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
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { connectionFaces } from './state-faces.ts'

type ConnectionLine = Answer<'listConnections'>['items'][number]

const column = columnsFor<ConnectionLine>()
const columns = column.columns([
  column.display({ id: 'name', header: 'Connection', cell: ({ row }) => <ConnectionName item={row.original} /> }),
  column.display({ id: 'source', header: 'Reads', cell: ({ row }) => row.original.connectorName }),
  column.display({
    id: 'state',
    header: 'State',
    cell: ({ row }) => <StatusLabel face={connectionFaces[row.original.state]} />,
  }),
  column.display({ id: 'do', header: 'What to do', cell: ({ row }) => row.original.problem?.remedy ?? 'Nothing' }),
  column.display({ id: 'owner', header: 'Owner', cell: ({ row }) => row.original.owner.name }),
  column.display({ id: 'last', header: 'Last collected', cell: ({ row }) => <When at={row.original.last?.endedAt} /> }),
  column.display({ id: 'next', header: 'Next', cell: ({ row }) => <When at={row.original.next} /> }),
])
const layout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(170px, 1.6fr)' },
  source: { track: 'minmax(130px, 1fr)' },
  state: { track: '150px' },
  do: { track: 'minmax(180px, 2fr)' },
  owner: { track: 'minmax(110px, 1fr)' },
  last: { track: '180px' },
  next: { track: '180px' },
}

/** Systems of record that are read over the network: whether they are, and what to do where they are not. */
export function ConnectionsPage() {
  const { q } = useSearch({ from: '/o/$org/connections' })
  const pages = usePages('listConnections', { query: { q } })
  const mayConnect = usePermission('connections:manage')
  const org = useOrganization()
  const search = useSearchText()
  const lines = useLines(pages, 'id')
  return (
    <Page
      title="Connections"
      layout="full"
      lead="Systems of record that are read by schedule. What they answer is kept as it came and becomes evidence; what could not be read is unknown, and never taken for absent."
      actions={
        <>
          <PageSearch label="Search connections" value={q ?? ''} onChange={search} />
          {mayConnect && (
            <ButtonLink to="/o/$org/connections/new" params={{ org }}>
              Connect a system
            </ButtonLink>
          )}
        </>
      }
    >
      <TablePages
        label="Connections"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={
          q === undefined ? (
            <Empty title="Nothing is connected yet">
              {mayConnect
                ? 'Connect a system and see beforehand exactly what would be read.'
                : 'Whoever may manage connections can make the first one.'}
            </Empty>
          ) : (
            <Empty title="No connection matches">Try another word.</Empty>
          )
        }
      />
    </Page>
  )
}

function ConnectionName({ item }: { readonly item: ConnectionLine }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/connections/$connection" params={{ org, connection: item.id }}>
      {item.name}
    </RowLink>
  )
}

function When({ at }: { readonly at: string | null | undefined }) {
  return at === null || at === undefined ? <span className="soft">Never</span> : <Instant at={at} />
}

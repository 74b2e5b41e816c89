import { IconUpload } from '@tabler/icons-react'
import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useSearchText } from '../../app/search-text.ts'
import { usePages, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { useLines } from '../../table/use-lines.ts'
import { Instant } from '../../time/day.tsx'
import { formatRange } from '../../time/format.ts'
import { DropTarget } from '../../upload/file-drop.tsx'
import { useUpload } from '../../upload/upload-context.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted } from '../../widgets/words.ts'

type EvidenceItem = Answer<'listEvidence'>['items'][number]

const column = columnsFor<EvidenceItem>()
const columns = column.columns([
  column.display({ id: 'name', header: 'File', cell: ({ row }) => <EvidenceName item={row.original} /> }),
  column.display({ id: 'state', header: 'State', cell: ({ row }) => <EvidenceState item={row.original} /> }),
  column.display({ id: 'proves', header: 'Proves', cell: ({ row }) => provesText(row.original) }),
  column.display({ id: 'effective', header: 'Speaks of', cell: ({ row }) => formatRange(row.original.effective) }),
  column.display({ id: 'source', header: 'Source', cell: ({ row }) => row.original.source }),
  column.display({ id: 'recorded', header: 'Recorded', cell: ({ row }) => <Instant at={row.original.recordedAt} /> }),
  column.display({ id: 'records', header: 'Records', cell: ({ row }) => recordsText(row.original) }),
])
const layout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(190px, 1.4fr)' },
  state: { track: '118px' },
  proves: { track: 'minmax(180px, 1.6fr)' },
  effective: { track: 'minmax(120px, 0.9fr)' },
  source: { track: 'minmax(110px, 0.9fr)' },
  recorded: { track: '190px' },
  records: { track: '96px' },
}

/** Everything that was sealed as evidence, newest first. */
export function EvidenceListPage() {
  const search = useSearch({ from: '/o/$org/evidence' })
  const org = useOrganization()
  const openUpload = useUpload()
  const canRecord = usePermission('evidence:write')
  const { from, to, q, control, system } = search
  const pages = usePages('listEvidence', { query: { q, control, system, from, to } })
  const setText = useSearchText()
  const lines = useLines(pages, 'id')
  const total = pages.data?.pages[0]?.total
  return (
    <Page
      title="Evidence"
      layout="full"
      lead={
        total === undefined
          ? undefined
          : `${counted(total, 'file')}, newest first. None can be changed or removed without the log showing it.`
      }
      actions={
        <>
          <PageSearch label="Search evidence" value={q ?? ''} onChange={setText} />
          <ButtonLink variant="default" to="/o/$org/mappings" params={{ org }}>
            Mappings
          </ButtonLink>
        </>
      }
    >
      {canRecord && (
        <DropTarget onFiles={(files) => openUpload({ files })}>
          <IconUpload size={18} stroke={1.6} aria-hidden />
          <span className="soft">Drop a file here to record it.</span>
          <Button ml="auto" variant="default" onClick={() => openUpload({})}>
            Choose a file
          </Button>
        </DropTarget>
      )}
      <TablePages
        label="Evidence"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={<Empty title="No evidence here">Record the first file, or search for another word.</Empty>}
      />
    </Page>
  )
}

function EvidenceName({ item }: { readonly item: EvidenceItem }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/evidence/$evidence" params={{ org, evidence: item.id }}>
      {item.artifact.name}
    </RowLink>
  )
}

function EvidenceState({ item }: { readonly item: EvidenceItem }) {
  return item.supersededBy === null ? (
    <StatusLabel face={evidenceStateFaces[item.state]} />
  ) : (
    <span className="soft">Superseded</span>
  )
}

function provesText({ proves }: EvidenceItem): string {
  const [first, ...rest] = proves
  if (first === undefined) return ''
  const subject = first.system ?? first.vendor
  return `${first.requirement}${subject === undefined ? '' : ` for ${subject}`}${rest.length === 0 ? '' : ` and ${rest.length} more`}`
}

function recordsText({ derived }: EvidenceItem): string {
  if (derived === null) return 'File only'
  return counted(
    Object.values(derived.counts).reduce((sum, count) => sum + count, 0),
    'record',
  )
}

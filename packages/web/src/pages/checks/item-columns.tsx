import type { ItemVerdict } from '@evidentia/core'
import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { verdictFaces } from '../../status/verdict-faces.ts'
import { RowLink, RowName } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Line } from '../../table/table-model.ts'

const column = columnsFor<ItemVerdict>()

/** The items of a result or of a trial: which record, its verdict, the value that decided, and why. */
export const itemColumns = column.columns([
  column.display({ id: 'verdict', header: 'Verdict', cell: ({ row }) => <Verdict item={row.original} /> }),
  column.display({ id: 'key', header: 'Item', cell: ({ row }) => <ItemName item={row.original} /> }),
  column.display({ id: 'value', header: 'Deciding value', cell: ({ row }) => <Value item={row.original} /> }),
  column.display({ id: 'reason', header: 'Why', cell: ({ row }) => row.original.reason }),
  column.display({ id: 'record', header: 'Raw record', cell: ({ row }) => <RawRecord item={row.original} /> }),
])
export const itemLayout: { readonly [column: string]: ColumnLayout } = {
  verdict: { track: '132px' },
  key: { track: 'minmax(140px, 1fr)' },
  value: { track: 'minmax(130px, 1fr)' },
  reason: { track: 'minmax(200px, 2fr)' },
  record: { track: 'minmax(160px, 1fr)' },
}

export function toLines(items: readonly ItemVerdict[]): Line<ItemVerdict>[] {
  return items.map((item, at) => ({ type: 'item', key: `${at}`, item }))
}

function Verdict({ item }: { readonly item: ItemVerdict }) {
  return <StatusLabel face={verdictFaces[item.verdict]} />
}

/** Opens the evidence that holds the record; of an object of the program there is none. */
function ItemName({ item: { key, record } }: { readonly item: ItemVerdict }) {
  const org = useOrganization()
  const { evidence } = record
  if (evidence === undefined) return <RowName>{key}</RowName>
  return (
    <RowLink to="/o/$org/evidence/$evidence" params={{ org, evidence }}>
      {key}
    </RowLink>
  )
}

function Value({ item: { value } }: { readonly item: ItemVerdict }) {
  return value === null ? <span className="soft">It has none</span> : value
}

/** Its type and its line in the evidence; its key where the item goes by another. */
function RawRecord({ item: { key, record } }: { readonly item: ItemVerdict }) {
  const org = useOrganization()
  const { type, evidence, line } = record
  return (
    <span>
      {type}
      {record.key !== key && (
        <>
          {' '}
          <code>{record.key}</code>
        </>
      )}
      {', '}
      {evidence === undefined ? (
        <span className="soft">of the program</span>
      ) : (
        <Link to="/o/$org/evidence/$evidence" params={{ org, evidence }} tabIndex={-1}>
          {line === undefined ? 'its evidence' : `line ${line}`}
        </Link>
      )}
    </span>
  )
}

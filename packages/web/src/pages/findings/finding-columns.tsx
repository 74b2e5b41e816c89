import type { FindingItem } from '@evidentia/core'
import { Checkbox } from '@mantine/core'
import { useContext } from 'react'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { findingStateFaces } from '../../status/finding-state.ts'
import { severityFaces } from '../../status/severity.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { ActiveRow, RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { Day } from '../../time/day.tsx'
import { daysBetween } from '../../time/format.ts'
import { counted } from '../../widgets/words.ts'
import { findingKindWords } from './finding-kinds.ts'
import classes from './findings.module.css'

const column = columnsFor<FindingItem>()

/** Which findings are chosen, and what happens when one is chosen or left. */
export interface Chosen {
  readonly ids: ReadonlySet<string>
  readonly onToggle: (id: string) => void
}

/** Width and sort of every column of the list of findings. */
export const findingLayout: { readonly [column: string]: ColumnLayout } = {
  choose: { track: '30px' },
  status: { track: '132px' },
  severity: { track: '96px', sort: 'severity' },
  name: { track: 'minmax(240px, 3fr)', fixed: true },
  owner: { track: 'minmax(110px, 1fr)' },
  since: { track: '110px', sort: 'since' },
  due: { track: '130px', sort: 'due' },
}

/** The columns of the list of findings; `chosen` is null for a reader who may do nothing about them. */
export function findingColumns(
  people: { readonly [id: string]: string },
  asOf: string,
  chosen: Chosen | null,
): Columns<FindingItem> {
  return column.columns([
    column.display({
      id: 'choose',
      header: '',
      cell: ({ row }) => (chosen === null ? '' : <Choose finding={row.original} chosen={chosen} />),
    }),
    column.display({
      id: 'status',
      header: 'State',
      cell: ({ row: { original } }) => <StatusLabel face={findingStateFaces[original.state]} />,
    }),
    column.display({
      id: 'severity',
      header: 'Severity',
      cell: ({ row }) => <StatusLabel face={severityFaces[row.original.severity]} />,
    }),
    column.display({ id: 'name', header: 'Finding', cell: ({ row }) => <Name finding={row.original} /> }),
    column.display({
      id: 'owner',
      header: 'Owner',
      cell: ({ row: { original } }) => (
        <span title={original.ownerNote ?? undefined}>
          {original.owner === null ? 'Nobody' : (people[original.owner] ?? original.owner)}
          {original.ownerNote !== null && <span className="soft">, stands in</span>}
        </span>
      ),
    }),
    column.display({ id: 'since', header: 'Since', cell: ({ row }) => <Day date={row.original.since} /> }),
    column.display({
      id: 'due',
      header: 'Due',
      cell: ({ row }) => <Due finding={row.original} asOf={asOf} />,
    }),
  ])
}

function Choose({ finding, chosen }: { readonly finding: FindingItem; readonly chosen: Chosen }) {
  const isActive = useContext(ActiveRow)
  return (
    <Checkbox
      size="xs"
      className={classes['choose'] ?? ''}
      aria-label={`Choose ${finding.title}`}
      tabIndex={isActive ? 0 : -1}
      checked={chosen.ids.has(finding.id)}
      onChange={() => chosen.onToggle(finding.id)}
    />
  )
}

function Name({ finding }: { readonly finding: FindingItem }) {
  const org = useOrganization()
  const mayRead = usePermission('findings:read')
  const { id, title, kind, recurrences, facts } = finding
  const times = recurrences === 0 ? '' : `, closed ${counted(recurrences, 'time')} before`
  return (
    <>
      {mayRead ? (
        <RowLink to="/o/$org/findings/$" params={{ org, _splat: id }} data-finding={id} title={title}>
          {title}
        </RowLink>
      ) : (
        <strong>{title}</strong>
      )}
      <div className="soft" title={facts.join('\n')}>
        {findingKindWords[kind]}
        {times}
      </div>
    </>
  )
}

/** By when it is to be closed, and in words when that has passed. */
export function Due({ finding, asOf }: { readonly finding: FindingItem; readonly asOf: string }) {
  const { due, closed, accepted } = finding
  if (closed !== null)
    return (
      <>
        closed <Day date={closed} />
      </>
    )
  if (accepted !== null && accepted.expires !== null)
    return (
      <>
        accepted to <Day date={accepted.expires} />
      </>
    )
  if (due === null) return <>No term set</>
  const late = daysBetween(due, asOf)
  return (
    <>
      <Day date={due} />
      {late > 0 && accepted === null && <div>{counted(late, 'day')} late</div>}
    </>
  )
}

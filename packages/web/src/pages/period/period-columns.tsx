import { use } from 'react'
import { useOrganization } from '../../client/organization.ts'
import { occurrenceStatusFaces } from '../../status/row-status.ts'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { counted } from '../../widgets/words.ts'
import type { PeriodRow } from './interval-groups.ts'
import { IntervalStrip } from './interval-strip.tsx'
import { PeriodTableContext } from './period-table.ts'
import classes from './period.module.css'

const column = columnsFor<PeriodRow>()

export const periodLayout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(180px, 0.9fr)' },
  owner: { track: 'minmax(90px, 0.4fr)' },
  missed: { track: '86px' },
  'whole:intervals': { track: 'minmax(320px, 4.4fr)' },
}

/** The columns of the period view; the last holds every interval of a row. */
export const periodColumns: Columns<PeriodRow> = column.columns([
  column.display({ id: 'name', header: 'Evidence and control', cell: ({ row }) => <Name row={row.original} /> }),
  column.display({ id: 'owner', header: 'Owner', cell: ({ row }) => <Owner row={row.original} /> }),
  column.display({ id: 'missed', header: 'Missed', cell: ({ row }) => <Missed count={row.original.missed} /> }),
  column.display({
    id: 'whole:intervals',
    header: 'Intervals',
    cell: ({ row }) => <IntervalStrip row={row.original} />,
  }),
])

function Name({ row }: { readonly row: PeriodRow }) {
  const org = useOrganization()
  return (
    <>
      <RowLink to="/o/$org/controls/$control" params={{ org, control: row.control }} search={{ row: row.key }}>
        {row.requirementTitle}
      </RowLink>
      <div className="soft" title={`${row.subjectName}, ${row.controlTitle}`}>
        {row.subjectName}
      </div>
    </>
  )
}

function Missed({ count }: { readonly count: number }) {
  if (count === 0) return <span className="soft">None</span>
  const { icon: Icon, tone } = occurrenceStatusFaces.missing
  return (
    <span className={classes['missed']} data-tone={tone}>
      <Icon size={15} stroke={2} aria-hidden />
      {counted(count, 'interval')}
    </span>
  )
}

function Owner({ row: { owner } }: { readonly row: PeriodRow }) {
  const { people } = use(PeriodTableContext)
  return owner === null ? 'Nobody' : (people[owner] ?? owner)
}

import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { Day } from '../../time/day.tsx'
import { formatRange } from '../../time/format.ts'
import classes from './differences.module.css'

export type DifferenceRow = Answer<'listDifferences'>['items'][number]
type Side = DifferenceRow['before']

const column = columnsFor<DifferenceRow>()

export const differenceLayout: { readonly [column: string]: ColumnLayout } = {
  name: { track: 'minmax(190px, 1fr)' },
  'whole:before': { track: 'minmax(220px, 1.5fr)' },
  'whole:after': { track: 'minmax(220px, 1.5fr)' },
}

export const differenceColumns = column.columns([
  column.display({ id: 'name', header: 'Evidence and control', cell: ({ row }) => <Name row={row.original} /> }),
  column.display({
    id: 'whole:before',
    header: 'As known first',
    cell: ({ row }) => <Believed side={row.original.before} />,
  }),
  column.display({
    id: 'whole:after',
    header: 'As known later',
    cell: ({ row }) => <Believed side={row.original.after} />,
  }),
])

function Name({ row }: { readonly row: DifferenceRow }) {
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

/** One side of a difference: where the row stood by what was known, and why. */
function Believed({ side }: { readonly side: Side }) {
  if (side === null) return <span className="soft">Nothing was owed, as far as was known.</span>
  const { status, reasons, due, lastEvidence } = side
  return (
    <div className={classes['side']}>
      <RowStatusLabel status={status} />
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      <p className="soft">
        {lastEvidence === null
          ? 'No evidence'
          : `${lastEvidence.name}, ${formatRange(lastEvidence.effective)}, ${evidenceStateFaces[lastEvidence.state].word.toLowerCase()}`}
        {due !== null && (
          <>
            ; due <Day date={due} />
          </>
        )}
      </p>
    </div>
  )
}

import { useContext } from 'react'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { ActiveRow, RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { RequirementLink } from '../requirements/requirement-link.tsx'
import classes from './crosswalk.module.css'

export type CrosswalkLine = Answer<'listCrosswalk'>['items'][number]

const column = columnsFor<CrosswalkLine>()

/** Width of the columns: the control, where it stands, and one for each framework. */
export function crosswalkLayout(frameworks: readonly string[]): { readonly [column: string]: ColumnLayout } {
  return {
    name: { track: 'minmax(190px, 1.5fr)', fixed: true },
    status: { track: '112px' },
    ...Object.fromEntries(frameworks.map((id) => [cellColumn(id), { track: 'minmax(164px, 1.6fr)' }])),
  }
}

/** The columns of the crosswalk; a cell lists the requirements of one framework that the control serves. */
export function crosswalkColumns(
  frameworks: readonly string[],
  titles: { readonly [id: string]: string },
): Columns<CrosswalkLine> {
  return column.columns([
    column.display({ id: 'name', header: 'Control', cell: ({ row }) => <Name line={row.original} /> }),
    column.display({ id: 'status', header: 'Worst row', cell: ({ row }) => <Worst line={row.original} /> }),
    ...frameworks.map((framework) =>
      column.display({
        id: cellColumn(framework),
        header: titles[framework] ?? framework,
        cell: ({ row }) => <Cell line={row.original} framework={framework} title={titles[framework] ?? framework} />,
      }),
    ),
  ])
}

/** Marks a column whose cells show all they hold. */
function cellColumn(framework: string): string {
  return `whole:${framework}`
}

function Name({ line }: { readonly line: CrosswalkLine }) {
  const org = useOrganization()
  return (
    <RowLink to="/o/$org/controls/$control" params={{ org, control: line.control }}>
      {line.title}
    </RowLink>
  )
}

function Worst({ line: { adopted, worst } }: { readonly line: CrosswalkLine }) {
  if (!adopted) return <span className="soft">Not adopted</span>
  return worst === null ? <span className="soft">Nothing owed</span> : <RowStatusLabel status={worst} />
}

function Cell({
  line,
  framework,
  title,
}: {
  readonly line: CrosswalkLine
  readonly framework: string
  readonly title: string
}) {
  // Only the row the keyboard is on takes part in tabbing, or the way past the table would be a thousand links long.
  const active = useContext(ActiveRow)
  const requirements = line.cells.find((cell) => cell.framework === framework)?.requirements ?? []
  if (requirements.length === 0) return <span className="soft">None</span>
  return (
    <ul className={classes['cell']} aria-label={`${title}, served by ${line.title}`}>
      {requirements.map((id) => (
        <li key={id}>
          <RequirementLink framework={framework} id={id} tabIndex={active ? 0 : -1} />
        </li>
      ))}
    </ul>
  )
}

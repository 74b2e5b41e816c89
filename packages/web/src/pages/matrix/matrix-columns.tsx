import type { Row } from '@evidentia/core'
import { useOrganization } from '../../client/organization.ts'
import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { Day } from '../../time/day.tsx'
import { formatRange } from '../../time/format.ts'
import { wordsOf } from '../../widgets/words.ts'

const column = columnsFor<Row>()
type Names = { readonly [id: string]: string }

/** Width and sort of every column of the matrix. */
export const matrixLayout: { readonly [column: string]: ColumnLayout } = {
  status: { track: '110px', sort: 'status' },
  name: { track: 'minmax(200px, 2.4fr)', sort: 'control', fixed: true },
  subject: { track: 'minmax(108px, 1.2fr)', sort: 'subject' },
  owner: { track: 'minmax(96px, 1fr)', sort: 'owner' },
  cadence: { track: '76px', sort: 'cadence' },
  due: { track: '90px', sort: 'due' },
  evidence: { track: 'minmax(106px, 0.9fr)', sort: 'lastEvidence' },
  source: { track: 'minmax(100px, 0.8fr)' },
  frameworks: { track: 'minmax(100px, 0.9fr)' },
}
export const matrixColumnTitles: { readonly [column: string]: string } = {
  status: 'Status',
  name: 'Evidence and control',
  subject: 'System or vendor',
  owner: 'Owner',
  cadence: 'Cadence',
  due: 'Due',
  evidence: 'Last evidence',
  source: 'System of record',
  frameworks: 'Frameworks',
}

/** The names of the columns that are not shown: `none`, a list, or the system of record where the address says nothing. */
export function hiddenColumns(hide: string | undefined): readonly string[] {
  if (hide === undefined) return ['source']
  return hide === 'none' ? [] : hide.split(',')
}

/** The columns of the matrix; `people` and `frameworks` give the names behind identifiers. */
export function matrixColumns(people: Names, frameworks: Names): Columns<Row> {
  const title = (id: string) => matrixColumnTitles[id] ?? id
  return column.columns([
    column.display({
      id: 'status',
      header: title('status'),
      cell: ({ row }) => <RowStatusLabel status={row.original.status} />,
    }),
    column.display({ id: 'name', header: title('name'), cell: ({ row }) => <MatrixRowName row={row.original} /> }),
    column.display({ id: 'subject', header: title('subject'), cell: ({ row }) => row.original.subjectName }),
    column.display({
      id: 'owner',
      header: title('owner'),
      cell: ({ row }) => <Owner row={row.original} people={people} />,
    }),
    column.display({ id: 'cadence', header: title('cadence'), cell: ({ row }) => wordsOf(row.original.cadence) }),
    column.display({
      id: 'due',
      header: title('due'),
      cell: ({ row }) => (row.original.due === null ? 'Nothing owed' : <Day date={row.original.due} />),
    }),
    column.display({
      id: 'evidence',
      header: title('evidence'),
      cell: ({ row }) =>
        row.original.lastEvidence === null ? (
          'None yet'
        ) : (
          <>
            {formatRange(row.original.lastEvidence.effective)}
            <div className="soft">{evidenceStateFaces[row.original.lastEvidence.state].word}</div>
          </>
        ),
    }),
    column.display({ id: 'source', header: title('source'), cell: ({ row }) => row.original.systemOfRecord }),
    column.display({
      id: 'frameworks',
      header: title('frameworks'),
      cell: ({ row }) => <Frameworks row={row.original} titles={frameworks} />,
    }),
  ])
}

function MatrixRowName({ row }: { readonly row: Row }) {
  const org = useOrganization()
  return (
    <>
      <RowLink to="/o/$org/controls/$control" params={{ org, control: row.control }} search={{ row: row.key }}>
        {row.requirementTitle}
      </RowLink>
      <div className="soft" title={row.controlTitle}>
        {row.controlTitle}
      </div>
    </>
  )
}

function Owner({ row, people }: { readonly row: Row; readonly people: { readonly [id: string]: string } }) {
  if (row.owner === null) return 'Nobody'
  const backup = row.backupOwner === null ? 'nobody' : (people[row.backupOwner] ?? row.backupOwner)
  return <span title={`Backup: ${backup}`}>{people[row.owner] ?? row.owner}</span>
}

function Frameworks({ row, titles }: { readonly row: Row; readonly titles: Names }) {
  const served = Object.entries(row.frameworks).map(([id, requirements]) => ({ title: titles[id] ?? id, requirements }))
  return (
    <span title={served.map(({ title, requirements }) => `${title}: ${requirements.join(', ')}`).join('\n')}>
      {served.map(({ title }) => title).join(', ')}
    </span>
  )
}

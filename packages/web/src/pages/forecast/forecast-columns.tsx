import { Button } from '@mantine/core'
import { useOrganization } from '../../client/organization.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout, type Columns } from '../../table/table-model.ts'
import { Day } from '../../time/day.tsx'
import type { ForecastRow } from './forecast-groups.ts'
import classes from './forecast.module.css'

const column = columnsFor<ForecastRow>()

export const forecastLayout: { readonly [column: string]: ColumnLayout } = {
  status: { track: '110px' },
  name: { track: 'minmax(190px, 1.6fr)' },
  artifact: { track: 'minmax(220px, 2fr)' },
  source: { track: 'minmax(110px, 0.8fr)' },
  missed: { track: '104px' },
  upload: { track: '84px' },
}

/** The columns of the forecast; `onUpload` is null for a reader who may not record evidence. */
export function forecastColumns(onUpload: ((row: ForecastRow) => void) | null): Columns<ForecastRow> {
  return column.columns([
    column.display({
      id: 'status',
      header: 'Today',
      cell: ({ row }) => <RowStatusLabel status={row.original.status} />,
    }),
    column.display({ id: 'name', header: 'Evidence', cell: ({ row }) => <Name row={row.original} /> }),
    column.display({ id: 'artifact', header: 'To hand in', cell: ({ row }) => row.original.artifact }),
    column.display({ id: 'source', header: 'From', cell: ({ row }) => row.original.systemOfRecord }),
    column.display({
      id: 'missed',
      header: 'Missed from',
      cell: ({ row }) => <Day date={row.original.missedFrom} />,
    }),
    column.display({
      id: 'upload',
      header: 'Upload',
      cell: ({ row: { original } }) =>
        onUpload === null ? (
          ''
        ) : (
          <Button
            variant="default"
            className={classes['upload'] ?? ''}
            aria-label={`Upload: ${original.requirementTitle}, ${original.subjectName}`}
            onClick={() => onUpload(original)}
          >
            Upload
          </Button>
        ),
    }),
  ])
}

function Name({ row }: { readonly row: ForecastRow }) {
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

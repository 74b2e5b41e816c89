import { useMemo } from 'react'
import { usePages, type Answer } from '../../client/answers.ts'
import { useItems, useNames } from '../../client/items.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { severityFaces } from '../../status/severity.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { RowLink } from '../../table/row-link.tsx'
import { columnsFor, type ColumnLayout } from '../../table/table-model.ts'
import { TablePages } from '../../table/table-pages.tsx'
import { Instant } from '../../time/day.tsx'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { ExerciseMark } from './exercise-mark.tsx'
import { remainingWords, stageFaces } from './incident-words.ts'
import { useMinute } from './use-minute.ts'
import classes from './incidents.module.css'

type IncidentLine = Answer<'listIncidents'>['items'][number]

const column = columnsFor<IncidentLine>()
const layout: { readonly [column: string]: ColumnLayout } = {
  stage: { track: '118px' },
  severity: { track: '96px' },
  title: { track: 'minmax(220px, 2.4fr)', fixed: true },
  nearest: { track: 'minmax(210px, 2fr)' },
  commander: { track: 'minmax(110px, 1fr)' },
  detected: { track: '190px' },
}

function columnsOf(people: { readonly [id: string]: string }) {
  return column.columns([
    column.display({
      id: 'stage',
      header: 'Stage',
      cell: ({ row }) => <StatusLabel face={stageFaces[row.original.stage]} />,
    }),
    column.display({
      id: 'severity',
      header: 'Severity',
      cell: ({ row }) => <StatusLabel face={severityFaces[row.original.severity]} />,
    }),
    column.display({ id: 'title', header: 'Incident', cell: ({ row }) => <Title item={row.original} /> }),
    column.display({ id: 'nearest', header: 'Nearest deadline', cell: ({ row }) => <Nearest item={row.original} /> }),
    column.display({
      id: 'commander',
      header: 'Commander',
      cell: ({ row: { original } }) => people[original.commander] ?? original.commander,
    }),
    column.display({ id: 'detected', header: 'Detected', cell: ({ row }) => <Instant at={row.original.detected} /> }),
  ])
}

/** Incidents, the open ones first by the deadline that comes next. */
export function IncidentsPage() {
  const org = useOrganization()
  const pages = usePages('listIncidents', {})
  const items = useItems(pages)
  const people = useNames(pages)
  const mayManage = usePermission('incidents:manage')
  const columns = useMemo(() => columnsOf(people), [people])
  const lines = useMemo(() => items.map((item) => ({ type: 'item', key: item.id, item }) as const), [items])
  return (
    <Page
      title="Incidents"
      layout="full"
      lead={pages.data?.pages[0]?.notice}
      actions={
        mayManage && (
          <ButtonLink to="/o/$org/incidents/new" params={{ org }}>
            Open an incident
          </ButtonLink>
        )
      }
    >
      <TablePages
        label="Incidents"
        pages={pages}
        columns={columns}
        layout={layout}
        lines={lines}
        empty={
          <Empty title="No incident is recorded.">
            Open one when something went wrong, or an exercise to practice for it.
          </Empty>
        }
      />
    </Page>
  )
}

function Title({ item: { id, title, type, exercise } }: { readonly item: IncidentLine }) {
  const org = useOrganization()
  return (
    <>
      <RowLink to="/o/$org/incidents/$incident" params={{ org, incident: id }} title={title}>
        {title}
      </RowLink>
      <div className="soft">
        {wordsOf(type)} {exercise && <ExerciseMark />}
      </div>
    </>
  )
}

function Nearest({ item: { nearest, late } }: { readonly item: IncidentLine }) {
  const now = useMinute()
  return (
    <div aria-live="off">
      {nearest === null ? 'Nothing is owed' : `${remainingWords(nearest, now)}: ${nearest.citation}`}
      {late > 0 && <div className={classes['late']}>{counted(late, 'deadline')} passed</div>}
    </div>
  )
}

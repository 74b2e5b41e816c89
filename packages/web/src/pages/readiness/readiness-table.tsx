import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { rowStatusFaces } from '../../status/row-status.ts'
import { Day } from '../../time/day.tsx'
import { formatCount } from '../../time/format.ts'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { evidenceStates, statusesOf, turningDays, type ReadinessDay } from './turning-days.ts'
import classes from './readiness.module.css'

/** The numbers of the charts. A day that has no line is as the one before it. */
export function ReadinessTable({ days }: { readonly days: readonly ReadinessDay[] }) {
  const statuses = statusesOf(days)
  return (
    <SimpleTable
      label="Readiness by day"
      head={[
        'Day',
        ...statuses.map((status) => rowStatusFaces[status].word),
        ...evidenceStates.map((state) => evidenceStateFaces[state].word),
      ]}
      rows={turningDays(days).map((day) => ({
        key: day.day,
        cells: [
          <span key="day" className={classes['day']}>
            <Day date={day.day} />
          </span>,
          ...statuses.map((status) => formatCount(day.counts[status] ?? 0)),
          ...evidenceStates.map((state) => formatCount(day[state])),
        ],
      }))}
    />
  )
}

import type { Row } from '@evidentia/core'
import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { RowStatusLabel } from '../../status/status-label.tsx'
import { Day, DaysFrom } from '../../time/day.tsx'
import classes from './overview.module.css'

interface DueSoonListProps {
  readonly rows: readonly Row[]
  readonly asOf: string
  readonly people: { readonly [id: string]: string }
}

/** Artifacts that will be owed shortly, the earliest first. */
export function DueSoonList({ rows, asOf, people }: DueSoonListProps) {
  const org = useOrganization()
  const sorted = rows.toSorted((a, b) => (a.due ?? '').localeCompare(b.due ?? ''))
  return (
    <ul className={classes['list']}>
      {sorted.map((row) => (
        <li key={row.key} className={classes['item']}>
          <RowStatusLabel status={row.status} />
          <div className={classes['what']}>
            <Link
              to="/o/$org/controls/$control"
              params={{ org, control: row.control }}
              search={{ row: row.key }}
              className={classes['title']}
            >
              {row.requirementTitle}, {row.subjectName}
            </Link>
            <p className="soft">From {row.systemOfRecord}</p>
          </div>
          <div className={classes['who']}>
            <span>{row.owner === null ? 'No owner' : (people[row.owner] ?? row.owner)}</span>
            {row.due !== null && (
              <span className="soft">
                <DaysFrom date={row.due} today={asOf} />, <Day date={row.due} />
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

import type { FindingItem } from '@evidentia/core'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { findingStateFaces } from '../../status/finding-state.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Day } from '../../time/day.tsx'
import { daysBetween } from '../../time/format.ts'
import { counted } from '../../widgets/words.ts'
import { severityFaces } from '../../status/severity.ts'
import classes from './overview.module.css'

const shownAtFirst = 8

/** A finding with what people did about it, or as it is computed alone. */
type Listed = Pick<FindingItem, 'id' | 'severity' | 'title' | 'facts' | 'owner' | 'due' | 'since'> & {
  readonly state?: FindingItem['state'] | undefined
  readonly ownerNote?: FindingItem['ownerNote'] | undefined
}

interface FindingListProps {
  readonly findings: readonly Listed[]
  readonly asOf: string
  readonly people: { readonly [id: string]: string }
}

/** Gaps, the gravest and then the most pressing first, each with whose it is and by when it is to be closed. */
export function FindingList({ findings, asOf, people }: FindingListProps) {
  const order = Object.keys(severityFaces)
  const sorted = findings.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || pressing(a).localeCompare(pressing(b)),
  )
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? sorted : sorted.slice(0, shownAtFirst)
  return (
    <>
      <ul className={classes['list']}>
        {shown.map((finding) => (
          <li key={finding.id} className={classes['item']}>
            <StatusLabel face={severityFaces[finding.severity]} />
            <div className={classes['what']}>
              <FindingTitle finding={finding} />
              {finding.facts.length > 0 && <p className="soft">{finding.facts.slice(0, 2).join(' ')}</p>}
            </div>
            <div className={classes['who']}>
              <span title={finding.ownerNote ?? undefined}>
                {finding.owner === null ? 'No owner' : (people[finding.owner] ?? finding.owner)}
                {finding.ownerNote != null && <span className="soft">, stands in</span>}
              </span>
              {finding.state !== undefined && finding.state !== 'open' && (
                <StatusLabel face={findingStateFaces[finding.state]} />
              )}
              <span>
                <DueDay due={finding.due} asOf={asOf} />
              </span>
              <span className="soft">
                open since <Day date={finding.since} />
              </span>
            </div>
          </li>
        ))}
      </ul>
      {shown.length < sorted.length && (
        <Button variant="default" onClick={() => setWhole(true)}>
          Show {counted(sorted.length - shown.length, 'more finding')}
        </Button>
      )}
    </>
  )
}

/** What sorts findings: their due day, and those without one by when they opened, after the rest. */
function pressing({ due, since }: Listed): string {
  return due ?? `9999 ${since}`
}

function DueDay({ due, asOf }: { readonly due: string | null; readonly asOf: string }) {
  if (due === null) return <>No due day: the organization set no terms</>
  const late = daysBetween(due, asOf)
  return (
    <>
      {late > 0 ? 'was due' : 'due'} <Day date={due} />
      {late > 0 && <strong>, {counted(late, 'day')} late</strong>}
    </>
  )
}

function FindingTitle({ finding }: { readonly finding: Listed }) {
  const org = useOrganization()
  const mayRead = usePermission('findings:read')
  if (!mayRead) return <strong>{finding.title}</strong>
  return (
    <Link to="/o/$org/findings/$" params={{ org, _splat: finding.id }} className={classes['title']}>
      {finding.title}
    </Link>
  )
}

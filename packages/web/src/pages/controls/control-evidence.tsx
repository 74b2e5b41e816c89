import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Instant } from '../../time/day.tsx'
import { formatRange } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import classes from './control.module.css'

/** The evidence of a control, newest first. */
export function ControlEvidence({ evidence }: { readonly evidence: Answer<'readControl'>['evidence'] }) {
  const org = useOrganization()
  if (evidence.length === 0)
    return <Empty title="No evidence yet.">Upload the first file, or push it with an API key.</Empty>
  const sorted = evidence.toSorted((a, b) => b.effective.to.localeCompare(a.effective.to))
  return (
    <ul className={classes['evidence']}>
      {sorted.map(({ id, name, effective, collectedAt, state }) => (
        <li key={id}>
          <Link to="/o/$org/evidence/$evidence" params={{ org, evidence: id }}>
            {name}
          </Link>
          <span>{formatRange(effective)}</span>
          <span className="soft">
            collected <Instant at={collectedAt} />
          </span>
          <StatusLabel face={evidenceStateFaces[state]} />
        </li>
      ))}
    </ul>
  )
}

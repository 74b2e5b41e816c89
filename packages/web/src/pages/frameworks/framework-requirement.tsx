import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { StatusCounts } from '../../status/status-counts.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { RequirementLink } from '../requirements/requirement-link.tsx'
import { DesignationLabel } from './requirement-labels.tsx'
import type { RequirementLine } from './requirement-tree.ts'
import classes from './framework.module.css'

interface FrameworkRequirementProps {
  readonly framework: string
  readonly requirement: RequirementLine
  readonly depth: number
}

/** One requirement: what it asks, who serves it and why, or why nobody does. */
export function FrameworkRequirement({ framework, requirement, depth }: FrameworkRequirementProps) {
  const org = useOrganization()
  const { id, title, designation, note, confidence, notReached, controls, statuses } = requirement
  return (
    <li className={classes['requirement']} data-depth={Math.min(depth, 2)}>
      <span className={classes['requirementId']}>
        <RequirementLink framework={framework} id={id} />
      </span>
      <div>
        <strong>{title}</strong> <DesignationLabel designation={designation} />
        {note !== null && <p className="soft">{note}</p>}
        {confidence !== null && <p className="soft">Confidence: {confidence}</p>}
        {controls.some(({ adopted }) => adopted) && (
          <div>
            <StatusCounts counts={statuses} />
          </div>
        )}
      </div>
      <div>
        {notReached !== null && (
          <p>
            <strong>Not reached.</strong> {notReached}
          </p>
        )}
        <ul className={classes['served']}>
          {controls.map((control) => (
            <li key={control.id}>
              <Link to="/o/$org/controls/$control" params={{ org, control: control.id }}>
                {control.title}
              </Link>{' '}
              {!control.adopted && <span className="soft">(not adopted)</span>}
              <div className="soft">
                {wordsOf(control.relationship)}: {control.rationale}
              </div>
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}

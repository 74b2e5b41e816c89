import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusCounts } from '../../status/status-counts.tsx'
import { Day } from '../../time/day.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { describeRelationship } from './relationship.ts'
import classes from './requirement.module.css'

type Linked = Answer<'readRequirement'>['controls'][number]

interface RequirementControlsProps {
  readonly controls: readonly Linked[]
  readonly people: { readonly [id: string]: string }
}

/** The controls behind a requirement, adopted ones first, each with what the link claims and who has read it. */
export function RequirementControls({ controls, people }: RequirementControlsProps) {
  const sorted = controls.toSorted((a, b) => Number(b.adopted) - Number(a.adopted))
  return (
    <ul className={classes['controls']}>
      {sorted.map((control) => (
        <RequirementControl key={control.id} control={control} people={people} />
      ))}
    </ul>
  )
}

function RequirementControl({
  control,
  people,
}: {
  readonly control: Linked
  readonly people: RequirementControlsProps['people']
}) {
  const org = useOrganization()
  const owner = control.owner === null ? 'nobody' : (people[control.owner] ?? control.owner)
  return (
    <li>
      <div className={classes['controlHead']}>
        <h3>
          <Link to="/o/$org/controls/$control" params={{ org, control: control.id }}>
            {control.title}
          </Link>
        </h3>
        <span className="soft">
          {control.adopted ? `${wordsOf(control.area)}, owner ${owner}` : `${wordsOf(control.area)}, not adopted`}
        </span>
        {control.adopted && <StatusCounts counts={control.statuses} />}
      </div>
      <p>{control.rationale}</p>
      <dl className={classes['claims']}>
        <Claim name="Relationship">{describeRelationship(control.relationship)}</Claim>
        <Claim name="Confidence">{wordsOf(control.confidence)}</Claim>
        <Claim name="Reviewer">
          {control.reviewer === undefined ? (
            'Not reviewed by a person'
          ) : (
            <>
              {control.reviewer.name}, <Day date={control.reviewer.on} />
            </>
          )}
        </Claim>
      </dl>
    </li>
  )
}

function Claim({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { DesignationLabel, ProposedLabel } from '../frameworks/requirement-labels.tsx'
import { RequirementLink } from '../requirements/requirement-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import classes from './control.module.css'

type Linked = Answer<'readControl'>['requirements'][number]

/** The requirements a control serves, by framework, each with the reason why. */
export function ControlRequirements({ requirements }: { readonly requirements: readonly Linked[] }) {
  const org = useOrganization()
  if (requirements.length === 0) return <Empty title="No framework in the catalog names this control." />
  const frameworks = Map.groupBy(requirements, ({ framework }) => framework)
    .entries()
    .toArray()
  return (
    <div className={classes['frameworks']}>
      {frameworks.map(([framework, members]) => (
        <div key={framework}>
          <h3>
            <Link to="/o/$org/frameworks/$framework" params={{ org, framework }}>
              {members[0]?.frameworkTitle}
            </Link>{' '}
            <span className="soft">{counted(members.length, 'requirement')}</span>{' '}
            {members.some(({ proposed }) => proposed) && <ProposedLabel />}
          </h3>
          <ul className={classes['requirements']}>
            {members.map((requirement) => (
              <li key={requirement.id}>
                <div>
                  <RequirementLink framework={framework} id={requirement.id} /> {requirement.title}{' '}
                  <DesignationLabel designation={requirement.designation} />
                </div>
                <p className="soft">
                  {wordsOf(requirement.relationship)}: {requirement.rationale}
                </p>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

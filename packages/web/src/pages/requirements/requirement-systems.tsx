import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { StatusCounts } from '../../status/status-counts.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import classes from './requirement.module.css'

interface RequirementSystemsProps {
  readonly answer: Answer<'readRequirement'>
  /** How many of the controls that serve it are adopted. */
  readonly adopted: number
}

/** The systems whose evidence stands behind a requirement, and how much evidence there is. */
export function RequirementSystems({ answer, adopted }: RequirementSystemsProps) {
  const org = useOrganization()
  const { systems, evidenceTotal } = answer
  return (
    <Section
      title="Systems and evidence"
      aside={<span className="soft">{counted(evidenceTotal, 'evidence item')} through its controls</span>}
    >
      {systems.length === 0 ? (
        <Empty title="No system owes evidence for it.">
          {adopted === 0
            ? 'Adopt a control above to have its systems found and their evidence asked for.'
            : 'Its adopted controls owe theirs for the organization as a whole or for vendors.'}
        </Empty>
      ) : (
        <ul className={classes['systems']}>
          {systems.map(({ id, name, statuses }) => (
            <li key={id}>
              <Link to="/o/$org/systems/$system" params={{ org, system: id }}>
                {name}
              </Link>
              <StatusCounts counts={statuses} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

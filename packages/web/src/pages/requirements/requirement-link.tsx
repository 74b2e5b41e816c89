import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import classes from './requirement.module.css'

interface RequirementLinkProps {
  readonly framework: string
  readonly id: string
  /** What the requirement asks, shown on hover where only its identifier is. */
  readonly title?: string | undefined
  /** Where the link takes part in tabbing only at times. */
  readonly tabIndex?: number | undefined
}

/** The identifier of a requirement, leading to its page. */
export function RequirementLink({ framework, id, title, tabIndex }: RequirementLinkProps) {
  const org = useOrganization()
  return (
    <Link
      to="/o/$org/frameworks/$framework/requirements/$requirement"
      params={{ org, framework, requirement: id }}
      className={classes['id']}
      title={title}
      tabIndex={tabIndex}
    >
      {id}
    </Link>
  )
}

import { IconBuildingHospital, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useSession } from '../../client/session.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Doorway } from '../../widgets/doorway.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { wordsOf } from '../../widgets/words.ts'
import classes from './organizations.module.css'

/** The organizations a person may enter, and the way to a new one. */
export function ChoosePage() {
  const { organizations, user } = useSession()
  return (
    <Doorway title="Choose an organization" lead={`Signed in as ${user?.name ?? ''}.`}>
      {organizations.length === 0 && (
        <Empty title="You are in no organization yet.">Create one, or ask for an invitation.</Empty>
      )}
      <ul className={classes['list']}>
        {organizations.map(({ slug, name, role, sample }) => (
          <li key={slug}>
            <Link to="/o/$org" params={{ org: slug }} className={classes['choice']}>
              <IconBuildingHospital size={20} stroke={1.6} aria-hidden />
              <span>
                <strong>{name}</strong>
                <span className="soft">
                  {wordsOf(role)}
                  {sample ? ', sample with invented data' : ''}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <ButtonLink to="/create" size="sm" leftSection={<IconPlus size={16} aria-hidden />}>
        Create your organization
      </ButtonLink>
      <Link to="/account">Account</Link>
    </Doorway>
  )
}

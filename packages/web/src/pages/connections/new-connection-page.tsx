import { Link, useSearch } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { ConnectForm } from './connect-form.tsx'
import classes from './connections.module.css'

/** Connects a system: first the choice of one, then its form, then exactly what would be read. */
export function NewConnectionPage() {
  const org = useOrganization()
  const { connector } = useSearch({ from: '/o/$org/connections/new' })
  const connectors = useAnswer('listConnectors', { query: { limit: 500 } })
  const above = (
    <Link to="/o/$org/connections" params={{ org }}>
      Connections
    </Link>
  )
  return (
    <PageAnswer of={connectors}>
      {({ items }) => {
        const chosen = items.find(({ id }) => id === connector)
        if (chosen !== undefined) return <ConnectForm key={chosen.id} connector={chosen} above={above} />
        return (
          <Page
            title="Connect a system"
            above={above}
            lead="Choose what is to be read. Nothing is asked of it before you have seen what that would be."
          >
            <ul className={classes['cards']}>
              {items.map(({ id, name, reads, datasets }) => (
                <li key={id} className={classes['card']}>
                  <h2>
                    <Link to="/o/$org/connections/new" params={{ org }} search={{ connector: id }}>
                      {name}
                    </Link>
                  </h2>
                  <p>{reads}</p>
                  <span className="soft">{counted(datasets.length, 'dataset')}</span>
                </li>
              ))}
            </ul>
          </Page>
        )
      }}
    </PageAnswer>
  )
}

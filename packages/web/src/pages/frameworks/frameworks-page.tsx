import { Link } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { ProposedLabel } from './requirement-labels.tsx'
import classes from './framework.module.css'

/** The frameworks in the catalog, the organization's own first. */
export function FrameworksPage() {
  const org = useOrganization()
  const frameworks = useAnswer('listFrameworks', { query: { limit: 100 } })
  return (
    <PageAnswer of={frameworks}>
      {({ items }) => (
        <Page
          title="Frameworks"
          lead="Requirements by identifier, in our own words. The official texts stay with their publishers."
        >
          {items.length === 0 && <Empty title="The catalog holds no framework." />}
          <ul className={classes['cards']}>
            {items
              .toSorted((a, b) => Number(b.enabled) - Number(a.enabled) || a.title.localeCompare(b.title))
              .map((framework) => (
                <li key={framework.id} className={classes['card']}>
                  <h2>
                    <Link to="/o/$org/frameworks/$framework" params={{ org, framework: framework.id }}>
                      {framework.title}
                    </Link>
                  </h2>
                  <span className="soft">
                    {framework.edition}, {counted(framework.requirementTotal, 'requirement')}
                  </span>
                  <span>{framework.enabled ? 'Chosen by this organization' : 'Not chosen'}</span>
                  {framework.status === 'proposed' && (
                    <span>
                      <ProposedLabel />
                    </span>
                  )}
                </li>
              ))}
          </ul>
        </Page>
      )}
    </PageAnswer>
  )
}

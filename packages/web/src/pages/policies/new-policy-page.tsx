import { Link, useSearch } from '@tanstack/react-router'
import { useSearchText } from '../../app/search-text.ts'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted } from '../../widgets/words.ts'
import { DraftFromTemplate } from './draft-from-template.tsx'
import classes from './policy.module.css'

/** Begins a policy: first the choice of a template, then its questions one by one. */
export function NewPolicyPage() {
  const { template } = useSearch({ from: '/o/$org/policies/new' })
  return template === undefined ? <ChooseTemplate /> : <OneTemplate template={template} />
}

function OneTemplate({ template }: { readonly template: string }) {
  const answer = useAnswer('readPolicyTemplate', { params: { template } })
  return <PageAnswer of={answer}>{(data) => <DraftFromTemplate key={data.id} template={data} />}</PageAnswer>
}

function ChooseTemplate() {
  const org = useOrganization()
  const { q } = useSearch({ from: '/o/$org/policies/new' })
  const templates = useAnswer('listPolicyTemplates', { query: { q, limit: 500 } })
  const search = useSearchText()
  return (
    <PageAnswer of={templates}>
      {({ items }) => (
        <Page
          title="Draft a policy"
          above={
            <Link to="/o/$org/policies" params={{ org }}>
              Policies
            </Link>
          }
          lead="Choose a template to begin from. You decide its open points one by one; nothing is in force before somebody else approves it."
          actions={<PageSearch label="Search templates" value={q ?? ''} onChange={search} />}
        >
          {items.length === 0 && <Empty title="No template matches">Try another word.</Empty>}
          <ul className={classes['cards']}>
            {items.map(({ id, title, summary, variables, controls }) => (
              <li key={id} className={classes['card']}>
                <h2>
                  <Link to="/o/$org/policies/new" params={{ org }} search={{ template: id }}>
                    {title}
                  </Link>
                </h2>
                <p>{summary}</p>
                <span className="soft">
                  {counted(Object.keys(variables).length, 'decision')}, {counted(controls.length, 'control')}
                </span>
              </li>
            ))}
          </ul>
        </Page>
      )}
    </PageAnswer>
  )
}

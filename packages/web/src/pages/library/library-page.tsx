import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import classes from './library.module.css'

interface TemplateLine {
  readonly id: string
  readonly title: string
  readonly version: number
  readonly summary: string
}

const listQuery = { query: { limit: 500 } }

/** What the library offers to read, print and begin from. */
export function LibraryPage() {
  const org = useOrganization()
  const playbooks = useAnswer('listPlaybooks', listQuery)
  const questionnaires = useAnswer('listQuestionnaires', listQuery)
  const workloads = useAnswer('listWorkloadTemplates', listQuery)
  return (
    <Page
      title="Library"
      lead="To read, print and begin from. Nothing of it is part of your program until a person records it as your own."
    >
      <Section title="Playbooks" aside={<span className="soft">What to do, in order, when something happens</span>}>
        <Answer of={playbooks}>
          {({ items }) => (
            <TemplateList items={items}>
              {({ id, title }) => (
                <Link to="/o/$org/library/playbooks/$template" params={{ org, template: id }}>
                  {title}
                </Link>
              )}
            </TemplateList>
          )}
        </Answer>
      </Section>
      <Section title="Questionnaires" aside={<span className="soft">What to ask a third party, and why</span>}>
        <Answer of={questionnaires}>
          {({ items }) => (
            <TemplateList items={items}>
              {({ id, title }) => (
                <Link to="/o/$org/library/questionnaires/$template" params={{ org, template: id }}>
                  {title}
                </Link>
              )}
            </TemplateList>
          )}
        </Answer>
      </Section>
      <Section title="Workloads" aside={<span className="soft">What such a workload usually consists of</span>}>
        <Answer of={workloads}>
          {({ items }) => (
            <TemplateList items={items}>
              {({ id, title }) => (
                <Link to="/o/$org/library/workloads/$template" params={{ org, template: id }}>
                  {title}
                </Link>
              )}
            </TemplateList>
          )}
        </Answer>
      </Section>
      <Section title="Policy templates" aside={<span className="soft">Drafted by deciding their open points</span>}>
        <p>
          <Link to="/o/$org/policies/new" params={{ org }}>
            Choose a policy template
          </Link>
        </p>
      </Section>
    </Page>
  )
}

interface TemplateListProps {
  readonly items: readonly TemplateLine[]
  readonly children: (line: TemplateLine) => ReactNode
}

function TemplateList({ items, children }: TemplateListProps) {
  if (items.length === 0) return <Empty title="The catalog holds none.">Add a file to the catalog folder.</Empty>
  return (
    <ul className={classes['list']}>
      {items.map((line) => (
        <li key={line.id}>
          <h3>{children(line)}</h3>
          <p className="soft">{line.summary}</p>
        </li>
      ))}
    </ul>
  )
}

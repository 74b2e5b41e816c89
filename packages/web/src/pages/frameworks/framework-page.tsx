import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useSearchText } from '../../app/search-text.ts'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { PageSearch } from '../../widgets/page-search.tsx'
import { counted } from '../../widgets/words.ts'
import { FrameworkEdition } from './framework-edition.tsx'
import { FrameworkRequirement } from './framework-requirement.tsx'
import { ProposedNotice } from './requirement-labels.tsx'
import { arrangeRequirements } from './requirement-tree.ts'
import classes from './framework.module.css'

/** One framework: its edition, its requirements, the controls that serve each, and what is not reached and why. */
export function FrameworkPage() {
  const { framework } = useParams({ from: '/o/$org/frameworks/$framework' })
  const answer = useAnswer('readFramework', { params: { framework }, query: useAsOf() })
  return <PageAnswer of={answer}>{(data) => <Loaded answer={data} />}</PageAnswer>
}

function Loaded({ answer: { framework, requirements } }: { readonly answer: Answered<'readFramework'> }) {
  const org = useOrganization()
  const { q } = useSearch({ from: '/o/$org/frameworks/$framework' })
  const search = useSearchText()
  const arranged = useMemo(() => arrangeRequirements(requirements, q), [requirements, q])
  const reached = requirements.filter(({ controls }) => controls.length > 0).length
  const refused = requirements.filter(({ notReached }) => notReached !== null).length
  return (
    <Page
      title={framework.title}
      above={
        <Link to="/o/$org/frameworks" params={{ org }}>
          Frameworks
        </Link>
      }
      lead={`${counted(reached, 'requirement')} served by controls, ${counted(refused, 'requirement')} not reached with a reason, of ${counted(requirements.length, 'requirement')}.`}
      actions={<PageSearch label="Search requirements" value={q ?? ''} onChange={search} />}
    >
      {framework.status === 'proposed' && <ProposedNotice />}
      <FrameworkEdition framework={framework} />
      <Section title="Requirements">
        {arranged.length === 0 && <Empty title="No requirement matches">Try an identifier or another word.</Empty>}
        <ul className={classes['requirements']}>
          {arranged.map(({ requirement, depth }) => (
            <FrameworkRequirement
              key={requirement.id}
              framework={framework.id}
              requirement={requirement}
              depth={depth}
            />
          ))}
        </ul>
      </Section>
    </Page>
  )
}

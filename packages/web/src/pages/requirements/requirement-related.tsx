import type { Answer } from '../../client/answers.ts'
import { useFrameworkTitles } from '../matrix/framework-titles.ts'
import { Section } from '../../widgets/page.tsx'
import { RequirementLink } from './requirement-link.tsx'
import classes from './requirement.module.css'

/** Requirements of other frameworks that share a control with this one. Related, and nothing more. */
export function RequirementRelated({ related }: { readonly related: Answer<'readRequirement'>['related'] }) {
  const titles = useFrameworkTitles()
  const frameworks = Map.groupBy(related, ({ framework }) => framework)
    .entries()
    .toArray()
  return (
    <Section title="Related requirements">
      <p className={classes['relatedLead']}>
        They share a control with this one. Evidence for one counts for another only through a control that serves both.
      </p>
      {frameworks.map(([framework, members]) => (
        <div key={framework} className={classes['related']}>
          <h3>{titles[framework] ?? framework}</h3>
          <ul className={classes['ids']}>
            {members.map(({ id, title }) => (
              <li key={id}>
                <RequirementLink framework={framework} id={id} title={title} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}

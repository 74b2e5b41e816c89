import type { Answer } from '../../client/answers.ts'
import { Section } from '../../widgets/page.tsx'
import classes from './requirement.module.css'

/** The organization's own licensed text of a requirement; nothing where it imported none. */
export function RequirementStatements({
  statements,
}: {
  readonly statements: Answer<'readRequirement'>['statements']
}) {
  if (statements.length === 0) return null
  return (
    <Section title="Licensed statements">
      <p className="soft">Imported by this organization under its own license. Nobody else sees them.</p>
      <ul className={classes['statements']}>
        {statements.map(({ id, statement, text, source }) => (
          <li key={id}>
            <h3>{statement}</h3>
            <p className={classes['statement']}>{text}</p>
            <p className="soft">{source}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

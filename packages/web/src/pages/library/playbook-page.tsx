import { useParams } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { withinWords } from './within-words.ts'
import { ControlLinks, TemplatePage } from './template-page.tsx'
import classes from './library.module.css'

/** One playbook: its phases and steps, each with who does it, by when, and what proves it. */
export function PlaybookPage() {
  const { template } = useParams({ from: '/o/$org/library/playbooks/$template' })
  const answer = useAnswer('readPlaybook', { params: { template } })
  return (
    <PageAnswer of={answer}>
      {(playbook) => (
        <TemplatePage
          kind="playbook"
          template={playbook}
          lead={
            <>
              Open it when: {playbook.opensWhen} Led by the {playbook.leadRole.replaceAll('-', ' ')}.
            </>
          }
        >
          {playbook.phases.map((phase) => (
            <Section key={phase.id} title={phase.title}>
              <ol className={classes['steps']}>
                {phase.steps.map((step, index) => (
                  <li key={step.id}>
                    <span className={classes['number']} aria-hidden>
                      {index + 1}
                    </span>
                    <div className={classes['body']}>
                      <p>{step.do}</p>
                      <p className="soft">Proof: {step.proof}</p>
                      <ControlLinks controls={step.controls} />
                    </div>
                    <div className={classes['who']}>
                      {wordsOf(step.role)}
                      <br />
                      {step.withinMinutes === undefined ? 'No time can be promised' : withinWords(step.withinMinutes)}
                    </div>
                  </li>
                ))}
              </ol>
            </Section>
          ))}
          <Section title="Decided by a person, never by this playbook">
            <ul className={classes['plain']}>
              {playbook.decisions.map((decision) => (
                <li key={decision}>{decision}</li>
              ))}
            </ul>
          </Section>
        </TemplatePage>
      )}
    </PageAnswer>
  )
}

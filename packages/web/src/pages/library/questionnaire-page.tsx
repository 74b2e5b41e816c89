import { useParams } from '@tanstack/react-router'
import { IconHandStop } from '@tabler/icons-react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { ControlLinks, TemplatePage } from './template-page.tsx'
import classes from './library.module.css'

type Question = Answer<'readQuestionnaire'>['sections'][number]['questions'][number]

const kinds: { readonly [K in Question['answer']]: string } = {
  'yes-no': 'Yes or no',
  text: 'In words',
  choice: 'One of',
  date: 'A day',
  number: 'A number',
  file: 'A file',
}

/** One questionnaire: each question with why it is asked, what proves the answer, and which answer needs a person. */
export function QuestionnairePage() {
  const { template } = useParams({ from: '/o/$org/library/questionnaires/$template' })
  const answer = useAnswer('readQuestionnaire', { params: { template } })
  return (
    <PageAnswer of={answer}>
      {(questionnaire) => (
        <TemplatePage kind="questionnaire" template={questionnaire} lead={`For: ${questionnaire.for}`}>
          {questionnaire.sections.map((section) => (
            <Section key={section.id} title={section.title}>
              <ol className={classes['steps']}>
                {section.questions.map((question, index) => (
                  <li key={question.id}>
                    <span className={classes['number']} aria-hidden>
                      {index + 1}
                    </span>
                    <QuestionBody question={question} />
                    <div className={classes['who']}>
                      {kinds[question.answer]}
                      {question.options !== undefined && `: ${question.options.join('; ')}`}
                    </div>
                  </li>
                ))}
              </ol>
            </Section>
          ))}
        </TemplatePage>
      )}
    </PageAnswer>
  )
}

function QuestionBody({ question }: { readonly question: Question }) {
  return (
    <div className={classes['body']}>
      <p>{question.ask}</p>
      <p className="soft">Because: {question.because}</p>
      {question.proof !== undefined && <p className="soft">Proof: {question.proof}</p>}
      {question.stopsAt !== undefined && (
        <span className={classes['stop']}>
          <StatusLabel
            face={{
              word: 'A person decides',
              meaning: 'this answer is decided on before the vendor is engaged',
              tone: 'warn',
              icon: IconHandStop,
            }}
          />{' '}
          at “{question.stopsAt}”
        </span>
      )}
      <ControlLinks controls={question.controls} />
    </div>
  )
}

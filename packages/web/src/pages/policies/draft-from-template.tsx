import { Link, useSearch } from '@tanstack/react-router'
import type { PolicyTemplate } from '@evidentia/core'
import { useState } from 'react'
import { useMembership, useOrganization, usePermission } from '../../client/organization.ts'
import { Markdown } from '../../markdown/markdown.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { useKeptAnswers } from './kept-answers.ts'
import { QuestionForm } from './question-form.tsx'
import { RecordDraft } from './record-draft.tsx'
import { useCadences } from './template-cadences.ts'
import { previewTemplate, problemOf, type Answers } from './template-preview.ts'
import classes from './policy.module.css'

/** The last step of drafting. */
const recordStep = 'record'

/** Drafts a policy from a template: each open point is asked by itself, and the text beside it follows. */
export function DraftFromTemplate({ template }: { readonly template: PolicyTemplate }) {
  const org = useOrganization()
  const organization = useMembership()?.name ?? org
  const mayDraft = usePermission('program:write')
  const [answers, setAnswer] = useKeptAnswers(template.id)
  const cadences = useCadences(template)
  const names = Object.keys(template.variables)
  const open = names.filter((name) => problemAt(template, answers, name) !== null)
  const { step: asked } = useSearch({ from: '/o/$org/policies/new' })
  // The step stays while it is answered, also where the address names none.
  const [first] = useState(open[0] ?? recordStep)
  const step = asked ?? first
  const variable = template.variables[step]
  return (
    <Page
      title={template.title}
      above={
        <>
          <Link to="/o/$org/policies/new" params={{ org }}>
            Draft a policy
          </Link>
          , template version {template.version}
        </>
      }
      lead={template.summary}
    >
      <div className={classes['drafting']}>
        <div className={classes['fields']}>
          {mayDraft && variable !== undefined && (
            <Section
              title={`Decision ${names.indexOf(step) + 1} of ${names.length}`}
              aside={<span className="soft">{counted(open.length, 'decision')} open</span>}
            >
              <QuestionForm
                key={step}
                variable={variable}
                answer={answers[step] ?? ''}
                onChange={(answer) => setAnswer(step, answer)}
                before={names[names.indexOf(step) - 1]}
                next={names[names.indexOf(step) + 1] ?? recordStep}
                isStepped={asked !== undefined}
              />
            </Section>
          )}
          {mayDraft && variable === undefined && (
            <Section title="Record the draft">
              <RecordDraft template={template} answers={answers} open={open} />
            </Section>
          )}
          <Section title="Decisions">
            <DecisionList template={template} answers={answers} step={step} />
          </Section>
        </div>
        <Section
          title="Preview"
          aside={<span className="soft">{open.length === 0 ? 'Nothing open' : 'Open points are framed'}</span>}
        >
          <Markdown text={previewTemplate({ template, organization, answers, cadences })} />
        </Section>
      </div>
    </Page>
  )
}

interface DecisionListProps {
  readonly template: PolicyTemplate
  readonly answers: Answers
  readonly step: string
}

function DecisionList({ template, answers, step }: DecisionListProps) {
  const org = useOrganization()
  const search = (name: string) => ({ template: template.id, step: name })
  return (
    <ol className={classes['questions']}>
      {Object.entries(template.variables).map(([name, variable]) => (
        <li key={name}>
          <Link
            to="/o/$org/policies/new"
            params={{ org }}
            search={search(name)}
            replace
            aria-current={name === step ? 'step' : undefined}
          >
            <span>{variable.label}</span>
            <span className={classes['answer']}>
              {problemAt(template, answers, name) === null
                ? `${answers[name]}${variable.type === 'number' ? ` ${variable.unit}` : ''}`
                : 'Open'}
            </span>
          </Link>
        </li>
      ))}
      <li>
        <Link
          to="/o/$org/policies/new"
          params={{ org }}
          search={search(recordStep)}
          replace
          aria-current={step === recordStep ? 'step' : undefined}
        >
          <span>Title, owner and author</span>
        </Link>
      </li>
    </ol>
  )
}

function problemAt(template: PolicyTemplate, answers: Answers, name: string): string | null {
  const variable = template.variables[name]
  return variable === undefined ? null : problemOf(variable, answers[name] ?? '')
}

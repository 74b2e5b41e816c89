import { Button, Group, Radio, Textarea } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { assessmentOf, type AssessmentDraft, emptyAnswer, startAssessment } from './assessment-draft.ts'
import { questions, type BreachQuestion } from './breach-questions.ts'
import { EvidenceField } from './evidence-field.tsx'
import type { IncidentView } from './incident-page.tsx'
import { useRecordAct } from './record-act.ts'
import classes from './incidents.module.css'

/** Asks one question of the rule at a time, and records the answers as the next version of the assessment. */
export function AssessPage() {
  const { incident } = useParams({ from: '/o/$org/incidents/$incident/assessments/$party' })
  const answer = useAnswer('readIncident', { params: { incident } })
  return <PageAnswer of={answer}>{(view) => <Wizard view={view} />}</PageAnswer>
}

function Wizard({ view: { incident, notice } }: { readonly view: IncidentView }) {
  const org = useOrganization()
  const { party } = useParams({ from: '/o/$org/incidents/$incident/assessments/$party' })
  const navigate = useNavigate()
  const before = incident.assessments.find((one) => one.party === party)
  const [draft, setDraft] = useState<AssessmentDraft>(() => startAssessment(before?.assessment ?? null))
  const [position, setPosition] = useState(0)
  const [reason, setReason] = useState('')
  const record = useRecordAct(incident.id)
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever goes on by keyboard hears the next question.
  useEffect(() => heading.current?.focus(), [position])
  const question = questions[position]
  const gap = question === undefined ? null : findGap(question, draft)
  function save(): void {
    const version = (before?.version ?? 0) + 1
    record.mutate(
      {
        kind: 'breach-assessed',
        party,
        version,
        assessment: assessmentOf(draft),
        ...(version === 1 ? {} : { reason: reason.trim() }),
      },
      {
        onSuccess: () => void navigate({ to: '/o/$org/incidents/$incident', params: { org, incident: incident.id } }),
      },
    )
  }
  return (
    <Page
      title={`Is it a breach of ${party}?`}
      above={
        <Link to="/o/$org/incidents/$incident" params={{ org, incident: incident.id }}>
          {incident.title}
        </Link>
      }
      lead={notice}
    >
      <Section title={`Question ${Math.min(position + 1, questions.length)} of ${questions.length}`}>
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault()
            if (question === undefined) save()
            else if (gap === null) setPosition(position + 1)
          }}
        >
          <h3 ref={heading} tabIndex={-1}>
            {question?.title ?? 'Record the assessment'}
          </h3>
          {question === undefined ? (
            <Review draft={draft} isNew={before === undefined} reason={reason} onReason={setReason} />
          ) : (
            <Ask question={question} draft={draft} onChange={setDraft} />
          )}
          {gap !== null && <p className="soft">{gap}</p>}
          {record.error !== null && <Problem error={record.error} />}
          <Group gap="xs">
            {position > 0 && (
              <Button variant="default" onClick={() => setPosition(position - 1)}>
                Back
              </Button>
            )}
            <Button
              type="submit"
              disabled={question === undefined ? before !== undefined && reason.trim() === '' : gap !== null}
              loading={record.isPending}
            >
              {question === undefined ? 'Record the assessment' : 'Next'}
            </Button>
          </Group>
        </form>
      </Section>
    </Page>
  )
}

interface AskProps {
  readonly question: BreachQuestion
  readonly draft: AssessmentDraft
  readonly onChange: (draft: AssessmentDraft) => void
}

function Ask({ question, draft, onChange }: AskProps) {
  const answer = draft[question.id] ?? emptyAnswer
  const change = (some: Partial<typeof answer>) => onChange({ ...draft, [question.id]: { ...answer, ...some } })
  const isArgued = answer.choice !== 'no'
  return (
    <>
      <p className={classes['rule']}>
        {question.rule} <span className="soft">{question.citation}</span>
      </p>
      <Radio.Group label={question.asks} required value={answer.choice} onChange={(choice) => change({ choice })}>
        {question.choices.map(([value, word]) => (
          <Radio key={value} value={value} label={word} mt={6} />
        ))}
      </Radio.Group>
      {isArgued && (
        <>
          <Textarea
            label="Why"
            description="At least 20 characters, without names of patients."
            required
            maxLength={5000}
            autosize
            minRows={3}
            value={answer.rationale}
            onChange={(event) => change({ rationale: event.currentTarget.value })}
          />
          <EvidenceField
            label="Evidence it stands on"
            by="sha256"
            value={answer.evidence}
            onChange={(evidence) => change({ evidence })}
          />
        </>
      )}
    </>
  )
}

/** What is still missing before the next question, in a sentence. */
function findGap({ id }: BreachQuestion, draft: AssessmentDraft): string | null {
  const answer = draft[id] ?? emptyAnswer
  if (answer.choice === 'no') return null
  if (answer.rationale.trim().length < 20) return 'Say why, in at least 20 characters.'
  return answer.evidence.length === 0 ? 'Name the evidence it stands on, or answer that it is not known.' : null
}

interface ReviewProps {
  readonly draft: AssessmentDraft
  readonly isNew: boolean
  readonly reason: string
  readonly onReason: (reason: string) => void
}

function Review({ draft, isNew, reason, onReason }: ReviewProps) {
  return (
    <>
      <ul className={classes['facts']}>
        {questions.map(({ id, title, choices }) => {
          const { choice, rationale } = draft[id] ?? emptyAnswer
          return (
            <li key={id}>
              <strong>{title}</strong> {choices.find(([value]) => value === choice)?.[1]}
              {choice !== 'no' && <div className="soft">{rationale}</div>}
            </li>
          )
        })}
      </ul>
      <p>Nobody has decided by this. One person decides on it afterwards, and another confirms.</p>
      {!isNew && (
        <Textarea
          label="Why it is assessed anew"
          required
          maxLength={2000}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
      )}
    </>
  )
}

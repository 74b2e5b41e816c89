import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { BelievedForm } from './believed-form.tsx'
import { BreachSection } from './breach-section.tsx'
import { ClockSection } from './clock-section.tsx'
import { ExerciseMark } from './exercise-mark.tsx'
import { FactSection } from './fact-section.tsx'
import { LearningSection } from './learning-section.tsx'
import { PlaybookSection } from './playbook-section.tsx'
import { StandingSection } from './standing-section.tsx'
import { TimelineSection } from './timeline-section.tsx'
import classes from './incidents.module.css'

export type IncidentView = Answer<'readIncident'>
export interface RoomProps {
  readonly view: IncidentView
  /** Whether the reader may record; never in what was believed earlier. */
  readonly mayRecord: boolean
  /** Whether this is how it is known now, and not what was believed earlier. */
  readonly isNow: boolean
}

/** One incident: its clocks, its timeline, its facts, and what is decided of it; also as it was believed at an earlier instant. */
export function IncidentPage() {
  const { incident } = useParams({ from: '/o/$org/incidents/$incident' })
  const { knownAt } = useSearch({ from: '/o/$org/incidents/$incident' })
  const answer = useAnswer('readIncident', { params: { incident }, query: { knownAt } })
  return <PageAnswer of={answer}>{(view) => <Room view={view} knownAt={knownAt} />}</PageAnswer>
}

function Room({ view, knownAt }: { readonly view: IncidentView; readonly knownAt: string | undefined }) {
  const org = useOrganization()
  const navigate = useNavigate({ from: '/o/$org/incidents/$incident' })
  const { incident, notice } = view
  const mayRecord = usePermission('incidents:manage') && knownAt === undefined
  const room = { view, mayRecord, isNow: knownAt === undefined }
  return (
    <Page
      title={incident.title}
      above={
        <Link to="/o/$org/incidents" params={{ org }}>
          Incidents
        </Link>
      }
      lead={
        <>
          {wordsOf(incident.type)}, opened by {incident.opened.by}, <Instant at={incident.opened.recordedAt} />{' '}
          {incident.exercise && <ExerciseMark />}
        </>
      }
    >
      {incident.exercise && (
        <p className={classes['banner']} data-tone="doubt" role="note">
          <strong>Exercise.</strong> Nothing of this happened. It is worked like the real thing and counted nowhere.
        </p>
      )}
      {knownAt !== undefined && (
        <p className={classes['banner']} data-tone="warn" role="note">
          <strong>
            As believed on <Instant at={knownAt} />.
          </strong>{' '}
          What was recorded later is left out, and nothing can be recorded here.
        </p>
      )}
      <p className="soft">{notice}</p>
      <BelievedForm
        knownAt={knownAt}
        onAsk={(next) => void navigate({ search: (old) => ({ ...old, knownAt: next }) })}
      />
      <StandingSection {...room} />
      <ClockSection clocks={view.clocks} asOf={knownAt === undefined ? null : view.asOf} />
      <BreachSection {...room} />
      <FactSection {...room} />
      <TimelineSection {...room} />
      <PlaybookSection {...room} />
      <LearningSection {...room} />
    </Page>
  )
}

import { Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToday } from '../../client/organization.ts'
import { Day, Instant } from '../../time/day.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { useDeciders } from '../decisions/deciders.ts'
import { slugOf } from '../organizations/organization-draft.ts'
import { ActDialog } from './act-dialog.tsx'
import type { RoomProps } from './incident-page.tsx'
import { type StatedAct, useRecordAct } from './record-act.ts'
import classes from './incidents.module.css'

type Asked = 'decision' | 'lesson' | 'postmortem' | 'held' | { readonly close: string }

/** What was decided on the way and what is learned from it, tracked to its end. */
export function LearningSection({ view: { incident, people }, mayRecord }: RoomProps) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const today = useToday()
  const nameOf = (id: string) => people[id] ?? id
  const { lessons, decisions, postmortem } = incident
  return (
    <Section title="Decisions and lessons">
      <h3>Decisions</h3>
      {decisions.length === 0 && (
        <Empty title="No decision is logged yet.">Log what was decided, by whom and why.</Empty>
      )}
      <ul className={classes['facts']}>
        {decisions.map(({ entry, decision, reason, decidedBy, at }) => (
          <li key={entry}>
            {decision} Because: {reason}
            <div className="soft">
              {nameOf(decidedBy)}, <Instant at={at} />
            </div>
          </li>
        ))}
      </ul>
      <h3>Postmortem</h3>
      <p>
        {postmortem === null ? (
          'None is planned yet.'
        ) : (
          <>
            Due <Day date={postmortem.due} />, {nameOf(postmortem.owner)}.{' '}
            {postmortem.held === null ? (
              postmortem.due < today ? (
                <strong>Overdue.</strong>
              ) : (
                'Not held yet.'
              )
            ) : (
              <>
                Held <Instant at={postmortem.held.at} />: {postmortem.held.note}
              </>
            )}
          </>
        )}
      </p>
      <h3>Lessons</h3>
      {lessons.length === 0 && <Empty title="No lesson is recorded yet.">Each has an owner and a day.</Empty>}
      <ul className={classes['facts']}>
        {lessons.map(({ lesson, text, owner, due, closed }) => (
          <li key={lesson}>
            <div className={classes['factHead']}>
              <div>
                {text}
                <div className="soft">
                  {nameOf(owner)}, due <Day date={due} />.{' '}
                  {closed === null ? (due < today ? 'Overdue.' : 'Open.') : `Closed: ${closed.note}`}
                </div>
              </div>
              {mayRecord && closed === null && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={`Close the lesson: ${text}`}
                  onClick={() => setAsked({ close: lesson })}
                >
                  Close
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {mayRecord && (
        <Group gap="xs" mt="sm" data-print="hidden">
          <Button variant="default" onClick={() => setAsked('decision')}>
            Log a decision
          </Button>
          <Button variant="default" onClick={() => setAsked('lesson')}>
            Record a lesson
          </Button>
          <Button variant="default" onClick={() => setAsked('postmortem')}>
            {postmortem === null ? 'Plan the postmortem' : 'Plan it anew'}
          </Button>
          {postmortem?.held === null && (
            <Button variant="default" onClick={() => setAsked('held')}>
              The postmortem was held
            </Button>
          )}
        </Group>
      )}
      {asked !== null && <LearningDialog incident={incident.id} asked={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}

interface LearningDialogProps {
  readonly incident: string
  readonly asked: Asked
  readonly onClose: () => void
}

const titles = {
  decision: 'Log a decision',
  lesson: 'Record a lesson',
  postmortem: 'Plan the postmortem',
  held: 'The postmortem was held',
} as const

function LearningDialog({ incident, asked, onClose }: LearningDialogProps) {
  const people = useDeciders()
  const today = useToday()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [person, setPerson] = useState('')
  const [due, setDue] = useState('')
  const record = useRecordAct(incident)
  const hasPerson = asked === 'decision' || asked === 'lesson' || asked === 'postmortem'
  const hasDue = asked === 'lesson' || asked === 'postmortem'
  const isFilled =
    (asked === 'postmortem' || text.trim() !== '') &&
    (asked !== 'decision' || reason.trim() !== '') &&
    (!hasPerson || person !== '') &&
    (!hasDue || due !== '')
  return (
    <ActDialog
      title={typeof asked === 'string' ? titles[asked] : 'Close a lesson'}
      action="Record it"
      isFilled={isFilled}
      change={record}
      onSubmit={() =>
        record.mutate(actOf(asked, { text: text.trim(), reason: reason.trim(), person, due }), { onSuccess: onClose })
      }
      onClose={onClose}
    >
      {asked !== 'postmortem' && (
        <Textarea
          label={
            asked === 'decision' ? 'What was decided' : asked === 'lesson' ? 'What is to be done' : 'What was found'
          }
          required
          data-autofocus
          maxLength={2000}
          autosize
          minRows={2}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {asked === 'decision' && (
        <Textarea
          label="Why"
          required
          maxLength={2000}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {hasPerson && (
        <NativeSelect
          label={asked === 'decision' ? 'Decided by' : 'Owner'}
          required
          data={[{ value: '', label: 'Choose a person' }, ...people]}
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
        />
      )}
      {hasDue && (
        <TextInput
          label="Due"
          type="date"
          required
          min={today}
          value={due}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
      )}
    </ActDialog>
  )
}

interface Said {
  readonly text: string
  readonly reason: string
  readonly person: string
  readonly due: string
}

function actOf(asked: Asked, { text, reason, person, due }: Said): StatedAct {
  const at = new Date().toISOString()
  if (asked === 'decision') return { kind: 'incident-decision-logged', decision: text, reason, at, decidedBy: person }
  if (asked === 'lesson') return { kind: 'incident-lesson-recorded', lesson: slugOf(text), text, owner: person, due }
  if (asked === 'postmortem') return { kind: 'postmortem-planned', owner: person, due }
  if (asked === 'held') return { kind: 'postmortem-held', at, note: text }
  return { kind: 'incident-lesson-closed', lesson: asked.close, note: text }
}

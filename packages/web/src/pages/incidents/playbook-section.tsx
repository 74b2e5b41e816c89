import { Button, NativeSelect, Textarea } from '@mantine/core'
import { IconCheck, IconCircleDashed, IconCircleMinus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { Answer as Answered } from '../../widgets/answer.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { within } from './due-within.ts'
import { ActDialog } from './act-dialog.tsx'
import { EvidenceField } from './evidence-field.tsx'
import type { RoomProps } from './incident-page.tsx'
import { useRecordAct } from './record-act.ts'
import classes from './incidents.module.css'

type Step = Answer<'readPlaybook'>['phases'][number]['steps'][number]
interface Asked {
  readonly step: string
  readonly title: string
}

/** The steps of the playbook as a checklist: what is done, by whom, and what shows it. */
export function PlaybookSection(room: RoomProps) {
  const { playbook } = room.view.incident
  return playbook === null ? null : <Checklist {...room} playbook={playbook} />
}

function Checklist({ view: { incident }, mayRecord, playbook }: RoomProps & { readonly playbook: string }) {
  const answer = useAnswer('readPlaybook', { params: { template: playbook } })
  const [asked, setAsked] = useState<Asked | null>(null)
  const worked = new Map(incident.steps.filter((one) => one.playbook === playbook).map((one) => [one.step, one]))
  return (
    <Section title="Playbook">
      <Answered of={answer}>
        {({ phases, title }) => {
          const total = phases.reduce((sum, { steps }) => sum + steps.length, 0)
          return (
            <>
              <p>
                {title}: {worked.size} of {counted(total, 'step')} worked
              </p>
              {phases.map((phase) => (
                <section key={phase.id} aria-label={phase.title}>
                  <h3>{phase.title}</h3>
                  <ul className={classes['steps']}>
                    {phase.steps.map((step) => (
                      <OneStep
                        key={step.id}
                        step={step}
                        detected={incident.detected}
                        worked={worked.get(`${phase.id}/${step.id}`)}
                        onWork={mayRecord ? () => setAsked({ step: `${phase.id}/${step.id}`, title: step.do }) : null}
                      />
                    ))}
                  </ul>
                </section>
              ))}
            </>
          )
        }}
      </Answered>
      {asked !== null && (
        <StepDialog incident={incident.id} playbook={playbook} asked={asked} onClose={() => setAsked(null)} />
      )}
    </Section>
  )
}

interface OneStepProps {
  readonly step: Step
  readonly detected: string
  readonly worked: RoomProps['view']['incident']['steps'][number] | undefined
  readonly onWork: (() => void) | null
}

function OneStep({ step, detected, worked, onWork }: OneStepProps) {
  const org = useOrganization()
  const verb = worked === undefined ? 'Work on it' : 'Say anew'
  const Icon = worked === undefined ? IconCircleDashed : worked.outcome === 'done' ? IconCheck : IconCircleMinus
  return (
    <li>
      <Icon size={16} aria-hidden />
      <div>
        <p>
          <strong>{worked === undefined ? 'To do' : wordsOf(worked.outcome)}.</strong> {step.do}
        </p>
        <p className="soft">
          {wordsOf(step.role)}
          {step.withinMinutes !== undefined && (
            <>
              , by <Instant at={within(detected, step.withinMinutes)} />
            </>
          )}
          . Proof: {step.proof}
        </p>
        {worked !== undefined && (
          <p>
            {worked.note} <span className="soft">{worked.by}, </span>
            <Instant at={worked.recordedAt} />{' '}
            {worked.evidence.length === 0
              ? 'No evidence is named.'
              : worked.evidence.map((evidence) => (
                  <Link key={evidence} to="/o/$org/evidence/$evidence" params={{ org, evidence }}>
                    <code>{evidence}</code>
                  </Link>
                ))}
          </p>
        )}
      </div>
      {onWork !== null && (
        <Button variant="default" size="compact-sm" onClick={onWork} aria-label={`${verb}: ${step.do}`}>
          {verb}
        </Button>
      )}
    </li>
  )
}

interface StepDialogProps {
  readonly incident: string
  readonly playbook: string
  readonly asked: Asked
  readonly onClose: () => void
}

function StepDialog({ incident, playbook, asked, onClose }: StepDialogProps) {
  const [outcome, setOutcome] = useState<'done' | 'not-applicable'>('done')
  const [note, setNote] = useState('')
  const [evidence, setEvidence] = useState<readonly string[]>([])
  const record = useRecordAct(incident)
  return (
    <ActDialog
      title="Work on a step"
      action="Record it"
      isFilled={note.trim() !== ''}
      change={record}
      onSubmit={() =>
        record.mutate(
          {
            kind: 'playbook-step-worked',
            playbook,
            step: asked.step,
            outcome,
            note: note.trim(),
            evidence: [...evidence],
          },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <p>{asked.title}</p>
      <NativeSelect
        label="Outcome"
        data-autofocus
        data={[
          { value: 'done', label: 'Done' },
          { value: 'not-applicable', label: 'Does not apply here' },
        ]}
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value === 'done' ? 'done' : 'not-applicable')}
      />
      <Textarea
        label="What was done, or why it does not apply"
        required
        maxLength={2000}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <EvidenceField label="Evidence that shows it" by="id" value={evidence} onChange={setEvidence} />
    </ActDialog>
  )
}

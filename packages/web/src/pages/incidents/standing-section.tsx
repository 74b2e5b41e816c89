import type { IncidentStage } from '@evidentia/core'
import { Button, Group, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { severityFaces } from '../../status/severity.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Instant } from '../../time/day.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { fromField, toField } from '../differences/local-instant.ts'
import { ActDialog } from './act-dialog.tsx'
import type { RoomProps } from './incident-page.tsx'
import { stageFaces, stages, stretchWords } from './incident-words.ts'
import { InstantField } from './instant-field.tsx'
import { useRecordAct } from './record-act.ts'

/** How far it is, whose it is, and how long each step took. */
export function StandingSection({ view: { incident, people }, mayRecord }: RoomProps) {
  const [asks, setAsks] = useState<'stage' | 'severity' | null>(null)
  const nameOf = (id: string) => people[id] ?? id
  const { toDetect, toContain, toRecover } = incident.times
  return (
    <Section title="How it stands" aside={<StatusLabel face={stageFaces[incident.stage]} />}>
      <Facts>
        <Fact name="Severity">
          <StatusLabel face={severityFaces[incident.severity]} />
        </Fact>
        <Fact name="Commander">{nameOf(incident.commander)}</Fact>
        <Fact name="Backup">{nameOf(incident.backup)}</Fact>
        <Fact name="Detected">
          <Instant at={incident.detected} />
        </Fact>
        <Fact name="Occurred">{incident.occurred === null ? 'Not known' : <Instant at={incident.occurred} />}</Fact>
        <Fact name="Until detected">{took(toDetect)}</Fact>
        <Fact name="Until contained">{took(toContain)}</Fact>
        <Fact name="Until recovered">{took(toRecover)}</Fact>
      </Facts>
      {mayRecord && (
        <Group gap="xs" mt="sm" data-print="hidden">
          <Button variant="default" onClick={() => setAsks('stage')}>
            Record a stage
          </Button>
          <Button variant="default" onClick={() => setAsks('severity')}>
            Change the severity
          </Button>
        </Group>
      )}
      {asks === 'stage' && <StageDialog incident={incident} onClose={() => setAsks(null)} />}
      {asks === 'severity' && <SeverityDialog incident={incident} onClose={() => setAsks(null)} />}
    </Section>
  )
}

function took(seconds: number | null): string {
  return seconds === null ? 'Not recorded yet' : stretchWords(seconds)
}

interface DialogProps {
  readonly incident: RoomProps['view']['incident']
  readonly onClose: () => void
}

function StageDialog({ incident, onClose }: DialogProps) {
  const others = stages.filter((name) => name !== incident.stage)
  const [stage, setStage] = useState<IncidentStage>(others.find((name) => name !== 'open') ?? 'contained')
  const [at, setAt] = useState(toField(new Date().toISOString()))
  const [note, setNote] = useState('')
  const record = useRecordAct(incident.id)
  const instant = fromField(at)
  return (
    <ActDialog
      title="Record a stage"
      action="Record it"
      isFilled={instant !== null && note.trim() !== ''}
      change={record}
      onSubmit={() => {
        if (instant === null) return
        record.mutate({ kind: 'incident-stage-reached', stage, at: instant, note: note.trim() }, { onSuccess: onClose })
      }}
      onClose={onClose}
    >
      <p>A real incident is not closed while a notice is owed.</p>
      <NativeSelect
        label="Stage"
        data-autofocus
        data={others.map((value) => ({ value, label: `${stageFaces[value].word}: ${stageFaces[value].meaning}` }))}
        value={stage}
        onChange={(event) => setStage(others.find((name) => name === event.currentTarget.value) ?? stage)}
      />
      <InstantField label="Reached" required value={at} onChange={setAt} />
      <Textarea
        label="What shows it"
        required
        maxLength={2000}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ActDialog>
  )
}

const severities = ['high', 'medium', 'low'] as const

function SeverityDialog({ incident, onClose }: DialogProps) {
  const [severity, setSeverity] = useState(incident.severity)
  const [reason, setReason] = useState('')
  const record = useRecordAct(incident.id)
  return (
    <ActDialog
      title="Change the severity"
      action="Change it"
      isFilled={severity !== incident.severity && reason.trim() !== ''}
      change={record}
      onSubmit={() =>
        record.mutate({ kind: 'incident-changed', severity, reason: reason.trim() }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <NativeSelect
        label="Severity"
        data-autofocus
        data={severities.map((value) => ({ value, label: severityFaces[value].word }))}
        value={severity}
        onChange={(event) => setSeverity(severities.find((name) => name === event.currentTarget.value) ?? severity)}
      />
      <Textarea
        label="Why"
        required
        maxLength={2000}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  )
}

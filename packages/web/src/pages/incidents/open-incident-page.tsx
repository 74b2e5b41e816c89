import { Button, Group, NativeSelect, Radio, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call, type Question } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { severityFaces } from '../../status/severity.ts'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { useDeciders } from '../decisions/deciders.ts'
import { fromField, toField } from '../differences/local-instant.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { InstantField } from './instant-field.tsx'
import classes from './incidents.module.css'

type Opening = Question<'openIncident'>['body']
const types = [
  'misdirected-message',
  'phi-exposure',
  'ransomware',
  'outage',
  'lost-device',
  'vendor-incident',
  'other',
] as const
const severities = ['high', 'medium', 'low'] as const

/** Opens an incident or an exercise: what, how grave, whose, and since when. */
export function OpenIncidentPage() {
  const org = useOrganization()
  const navigate = useNavigate()
  const people = useDeciders()
  const playbooks = useAnswer('listPlaybooks', { query: { limit: 500 } })
  const [draft, setDraft] = useState({
    title: '',
    type: 'misdirected-message',
    severity: 'high',
    exercise: 'real',
    commander: '',
    backup: '',
    detected: toField(new Date().toISOString()),
    occurred: '',
  })
  const change = (some: Partial<typeof draft>) => setDraft({ ...draft, ...some })
  const open = useOrganizationChange(async (body: Opening, organization) =>
    call('openIncident', { body }, { organization }),
  )
  const detected = fromField(draft.detected)
  const occurred = fromField(draft.occurred)
  const isFilled =
    draft.title.trim() !== '' &&
    draft.commander !== '' &&
    draft.backup !== '' &&
    draft.commander !== draft.backup &&
    detected !== null
  function submit(): void {
    if (detected === null) return
    const playbook = playbooks.data?.items.find(({ id }) => id === draft.type)?.id
    open.mutate(
      {
        title: draft.title.trim(),
        type: types.find((name) => name === draft.type) ?? 'other',
        severity: severities.find((name) => name === draft.severity) ?? 'high',
        exercise: draft.exercise === 'exercise',
        commander: draft.commander,
        backup: draft.backup,
        detected,
        ...(occurred === null ? {} : { occurred }),
        ...(playbook === undefined ? {} : { playbook }),
      },
      {
        onSuccess: ({ incident }) => void navigate({ to: '/o/$org/incidents/$incident', params: { org, incident } }),
      },
    )
  }
  const persons = [{ value: '', label: 'Choose a person' }, ...people]
  return (
    <Page
      title="Open an incident"
      above={
        <Link to="/o/$org/incidents" params={{ org }}>
          Incidents
        </Link>
      }
    >
      <Section title="What is known">
        <form
          className={classes['form']}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <TextInput
            label="What happened"
            description="Without names of patients."
            required
            maxLength={200}
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <Radio.Group
            label="Real or an exercise"
            value={draft.exercise}
            onChange={(exercise) => change({ exercise })}
            required
          >
            <Group mt={4}>
              <Radio value="real" label="Real" />
              <Radio value="exercise" label="Exercise" />
            </Group>
          </Radio.Group>
          <div className={classes['fields']}>
            <NativeSelect
              label="Type"
              description="Its playbook is worked, where there is one."
              data={types.map((value) => ({ value, label: wordsOf(value) }))}
              value={draft.type}
              onChange={(event) => change({ type: event.currentTarget.value })}
            />
            <NativeSelect
              label="Severity"
              description="Can be changed later, with why."
              data={severities.map((value) => ({
                value,
                label: `${severityFaces[value].word}: ${severityFaces[value].meaning}`,
              }))}
              value={draft.severity}
              onChange={(event) => change({ severity: event.currentTarget.value })}
            />
            <NativeSelect
              label="Commander"
              required
              data={persons}
              value={draft.commander}
              onChange={(event) => change({ commander: event.currentTarget.value })}
            />
            <NativeSelect
              label="Backup"
              required
              data={persons}
              value={draft.backup}
              error={
                draft.backup !== '' && draft.backup === draft.commander ? 'Somebody else than the commander' : null
              }
              onChange={(event) => change({ backup: event.currentTarget.value })}
            />
            <InstantField
              label="Detected"
              required
              value={draft.detected}
              onChange={(value) => change({ detected: value })}
            />
            <InstantField
              label="Occurred, if known"
              value={draft.occurred}
              onChange={(value) => change({ occurred: value })}
            />
          </div>
          {open.error !== null && <Problem error={open.error} />}
          <Group>
            <Button type="submit" disabled={!isFilled} loading={open.isPending}>
              Open it
            </Button>
          </Group>
        </form>
      </Section>
    </Page>
  )
}

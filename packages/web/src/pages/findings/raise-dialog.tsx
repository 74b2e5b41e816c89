import type { Severity } from '@evidentia/core'
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { severityFaces } from '../../status/severity.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useDeciders } from '../decisions/deciders.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { nameOf } from '../systems/system-body.ts'

interface Draft {
  readonly title: string
  readonly detail: string
  readonly severity: Severity
  readonly control: string
  readonly system: string
  readonly owner: string
}
const empty: Draft = { title: '', detail: '', severity: 'medium', control: '', system: '', owner: '' }
const severities = Object.keys(severityFaces) as readonly Severity[]

/** Raises what no check finds, and opens it. */
export function RaiseDialog({ onClose }: { readonly onClose: () => void }) {
  const org = useOrganization()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(empty)
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some })
  const raise = useOrganizationChange(async ({ title, severity, ...rest }: Draft, organization) => {
    const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value.trim() !== ''))
    return call('raiseFinding', { body: { title, severity, ...named } }, { organization })
  })
  function submit(): void {
    raise.mutate(draft, {
      onSuccess: ({ finding }) => void navigate({ to: '/o/$org/findings/$', params: { org, _splat: finding } }),
    })
  }
  return (
    <Modal opened onClose={onClose} size="lg" title="Raise a finding">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="sm">
          <p>
            For what no check finds. It closes when somebody who neither answers for it nor worked on it verifies it.
          </p>
          <TextInput
            label="What is wrong"
            required
            maxLength={200}
            data-autofocus
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <Textarea
            label="What was seen"
            description="Optional. Where, when, in which document."
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            value={draft.detail}
            onChange={(event) => change({ detail: event.currentTarget.value })}
          />
          <NativeSelect
            label="Severity"
            data={severities.map((value) => ({ value, label: severityFaces[value].word }))}
            value={draft.severity}
            onChange={(event) =>
              change({ severity: severities.find((name) => name === event.currentTarget.value) ?? 'medium' })
            }
          />
          <About draft={draft} onChange={change} />
          {raise.error !== null && <Problem error={raise.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={draft.title.trim() === ''} loading={raise.isPending}>
              Raise it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface AboutProps {
  readonly draft: Draft
  readonly onChange: (some: Partial<Draft>) => void
}

/** What it is about and whose it is; all of it optional. */
function About({ draft, onChange }: AboutProps) {
  const people = useDeciders()
  const controls = useAnswer('listControls', { query: { limit: 500 } })
  const systems = useAnswer(
    'listDocuments',
    { query: { kind: 'system', limit: 500 } },
    { enabled: usePermission('program:read') },
  )
  return (
    <>
      <NativeSelect
        label="Control"
        data={[
          { value: '', label: 'None in particular' },
          ...(controls.data?.items ?? [])
            .filter(({ adopted }) => adopted)
            .map(({ id, title }) => ({ value: id, label: title })),
        ]}
        value={draft.control}
        onChange={(event) => onChange({ control: event.currentTarget.value })}
      />
      <Group grow align="flex-start" gap="sm">
        <NativeSelect
          label="System"
          data={[
            { value: '', label: 'None in particular' },
            ...(systems.data?.items ?? []).map(({ id, body }) => ({ value: id, label: nameOf(body) ?? id })),
          ]}
          value={draft.system}
          onChange={(event) => onChange({ system: event.currentTarget.value })}
        />
        <NativeSelect
          label="Owner"
          data={[{ value: '', label: 'Whoever owns the control' }, ...people]}
          value={draft.owner}
          onChange={(event) => onChange({ owner: event.currentTarget.value })}
        />
      </Group>
    </>
  )
}

import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call, type Question } from '../../client/call.ts'
import { useMembership } from '../../client/organization.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { ActDialog } from './act-dialog.tsx'
import { type FactDraft, factOf, findGap, freeId, startDraft } from './fact-draft.ts'
import { type FactField, type FactFormKind, factFormKinds, factForms, fieldsOf } from './fact-fields.ts'
import type { RoomProps } from './incident-page.tsx'
import { InstantField } from './instant-field.tsx'

type Incident = RoomProps['view']['incident']
type Body = Question<'recordIncidentAct'>['body']

interface FactDialogProps {
  readonly incident: Incident
  /** The fact that is corrected; null for another one. */
  readonly kept: Incident['facts'][number] | null
  readonly onClose: () => void
}

/** Records a fact, or the next version of one with why. */
export function FactDialog({ incident, kept, onClose }: FactDialogProps) {
  const before = kept?.versions.at(-1)?.fact ?? null
  const timeZone = useMembership()?.timeZone ?? 'UTC'
  const first = factFormKinds.find((name) => name === before?.kind) ?? 'party'
  const [kind, setKind] = useState<FactFormKind>(first)
  const [draft, setDraft] = useState<FactDraft>(() => startDraft(first, before, timeZone))
  const [reason, setReason] = useState('')
  const [withdrawn, setWithdrawn] = useState(false)
  const record = useOrganizationChange(async (fact: object, organization) =>
    // The form is made of the fields of its kind; the server parses what it says and names the field it refuses.
    call(
      'recordIncidentAct',
      { params: { incident: incident.id }, body: { kind: 'incident-fact-recorded', fact } as Body },
      { organization },
    ),
  )
  function submit(): void {
    const id =
      kept?.id ??
      freeId(
        kind,
        draft,
        incident.facts.map((fact) => fact.id),
      )
    const correction =
      kept === null
        ? {}
        : { version: kept.versions.length + 1, reason: reason.trim(), ...(withdrawn ? { withdrawn } : {}) }
    record.mutate({ id, ...factOf(kind, draft), ...correction }, { onSuccess: onClose })
  }
  return (
    <ActDialog
      title={kept === null ? 'Record a fact' : `Correct ${kept.id}`}
      action={kept === null ? 'Record it' : 'Record the correction'}
      isFilled={findGap(kind, draft) === null && (kept === null || reason.trim() !== '')}
      change={record}
      onSubmit={submit}
      onClose={onClose}
    >
      {kept === null ? (
        <NativeSelect
          label="What is known"
          data-autofocus
          data={factFormKinds.map((value) => ({ value, label: factForms[value].label }))}
          value={kind}
          onChange={(event) => {
            const next = factFormKinds.find((name) => name === event.currentTarget.value) ?? 'party'
            setKind(next)
            setDraft(startDraft(next, null, timeZone))
          }}
        />
      ) : (
        <p>The earlier version stays readable, and what was believed by it can be asked again.</p>
      )}
      {fieldsOf(kind).map((field) => (
        <Field
          key={field.name}
          field={field}
          value={draft[field.name] ?? ''}
          parties={partiesOf(incident)}
          onChange={(value) => setDraft((old) => ({ ...old, [field.name]: value }))}
        />
      ))}
      {kept !== null && (
        <>
          <Checkbox
            label="Take the fact back"
            checked={withdrawn}
            onChange={(event) => setWithdrawn(event.currentTarget.checked)}
          />
          <Textarea
            label="Why it is corrected"
            required
            maxLength={2000}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
    </ActDialog>
  )
}

interface FieldProps {
  readonly field: FactField
  readonly value: string
  readonly parties: readonly string[]
  readonly onChange: (value: string) => void
}

function Field({ field: { label, type, choices, optional }, value, parties, onChange }: FieldProps) {
  const required = optional !== true
  if (type === 'check')
    return (
      <Checkbox
        label={label}
        checked={value === 'yes'}
        onChange={(event) => onChange(event.currentTarget.checked ? 'yes' : '')}
      />
    )
  if (type === 'instant') return <InstantField label={label} required={required} value={value} onChange={onChange} />
  if (type === 'choice' || type === 'party')
    return (
      <NativeSelect
        label={label}
        required={required}
        data={
          type === 'choice'
            ? (choices ?? []).map(([one, word]) => ({ value: one, label: word }))
            : [{ value: '', label: required ? 'Choose a party' : 'None' }, ...parties]
        }
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  return (
    <TextInput
      label={label}
      description={type === 'jurisdiction' ? 'Such as US-TX. Empty: all of them.' : undefined}
      required={required}
      type={type === 'day' ? 'date' : 'text'}
      inputMode={type === 'count' ? 'numeric' : undefined}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function partiesOf(incident: Incident): string[] {
  const newest = incident.facts.flatMap(({ versions }) => versions.at(-1)?.fact ?? [])
  return newest.flatMap((fact) => (fact.kind === 'party' && !fact.withdrawn ? [fact.party] : []))
}

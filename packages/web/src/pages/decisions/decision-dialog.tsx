import type { Decision } from '@evidentia/core'
import { Button, Group, Modal, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToday } from '../../client/organization.ts'
import { call } from '../../client/call.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { decisionChoices } from './decision-choice.ts'
import {
  beginDecision,
  composeDecision,
  findProblems,
  type DecisionDraft,
  type DecisionProblems,
  type Specification,
} from './decision-draft.ts'
import { useDeciders } from './deciders.ts'

interface DecisionDialogProps {
  readonly specification: Specification
  /** What is decided now; null where nothing is. */
  readonly before: Decision | null
  readonly onClose: () => void
}

/** Takes a decision about an addressable specification in writing and records it. */
export function DecisionDialog({ specification, before, onClose }: DecisionDialogProps) {
  const today = useToday()
  const [draft, setDraft] = useState(() => beginDecision(before, today))
  const [asked, setAsked] = useState(false)
  const problems = asked ? findProblems(draft) : {}
  const record = useOrganizationChange(async (decision: Decision, organization) =>
    call(
      'recordDocument',
      {
        params: { kind: 'decision', id: decision.id },
        body: { effective: decision.decided, body: { ...decision } },
      },
      { organization },
    ),
  )
  function submit(): void {
    setAsked(true)
    const decision = composeDecision(draft, specification, before?.id)
    if (decision !== null) record.mutate(decision, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={`Decide ${specification.requirement}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap="sm">
          <p>
            {specification.title}. Addressable never means optional: implement it, put an equivalent alternative in
            place, or write down why neither is reasonable and appropriate here.
          </p>
          <Fields draft={draft} problems={problems} onChange={(change) => setDraft({ ...draft, ...change })} />
          {record.error !== null && <Problem error={record.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={record.isPending}>
              Record the decision
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface FieldsProps {
  readonly draft: DecisionDraft
  readonly problems: DecisionProblems
  readonly onChange: (change: Partial<DecisionDraft>) => void
}

function Fields({ draft, problems, onChange }: FieldsProps) {
  return (
    <>
      <Choice draft={draft} problems={problems} onChange={onChange} />
      <Textarea
        label="Rationale"
        description="What was weighed: risk, size, cost, what is in place. At least 40 characters."
        required
        maxLength={4000}
        autosize
        minRows={3}
        maxRows={10}
        value={draft.rationale}
        error={problems.rationale}
        onChange={(event) => onChange({ rationale: event.currentTarget.value })}
      />
      {(draft.choice === 'alternative' || draft.choice === 'not-reasonable') && (
        <Textarea
          label="Measure in its place"
          description={
            draft.choice === 'alternative' ? undefined : 'Optional; without one the rationale says why none is needed.'
          }
          required={draft.choice === 'alternative'}
          maxLength={4000}
          autosize
          minRows={2}
          maxRows={8}
          value={draft.measure}
          error={problems.measure}
          onChange={(event) => onChange({ measure: event.currentTarget.value })}
        />
      )}
      <Deciders draft={draft} problems={problems} onChange={onChange} />
      <Group grow align="flex-start" gap="sm">
        <TextInput
          label="Decided on"
          type="date"
          required
          value={draft.decided}
          error={problems.decided}
          onChange={(event) => onChange({ decided: event.currentTarget.value })}
        />
        <TextInput
          label="Review by"
          type="date"
          required
          value={draft.review}
          error={problems.review}
          onChange={(event) => onChange({ review: event.currentTarget.value })}
        />
      </Group>
    </>
  )
}

function Choice({ draft, problems, onChange }: FieldsProps) {
  return (
    <Radio.Group
      label="Decision"
      required
      value={draft.choice}
      error={problems.choice}
      onChange={(value) => onChange({ choice: choiceNames.find((name) => name === value) ?? '' })}
    >
      <Stack gap="xs" mt={4}>
        {choiceNames.map((name, index) => (
          <Radio
            key={name}
            value={name}
            data-autofocus={index === 0 || undefined}
            label={decisionChoices[name].word}
            description={decisionChoices[name].meaning}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
const choiceNames = Object.keys(decisionChoices) as readonly Decision['choice'][]

function Deciders({ draft, problems, onChange }: FieldsProps) {
  const people = useDeciders()
  const data = [{ value: '', label: 'Choose a person' }, ...people]
  return (
    <Group grow align="flex-start" gap="sm">
      <NativeSelect
        label="Decided by"
        required
        data={data}
        value={draft.decidedBy}
        error={problems.decidedBy}
        onChange={(event) => onChange({ decidedBy: event.currentTarget.value })}
      />
      <NativeSelect
        label="Approved by"
        required
        data={data}
        value={draft.approvedBy}
        error={problems.approvedBy}
        onChange={(event) => onChange({ approvedBy: event.currentTarget.value })}
      />
    </Group>
  )
}

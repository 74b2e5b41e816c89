import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import type { Sealed } from './sealed-note.tsx'

interface RiskDialogProps {
  readonly finding: string
  readonly onSealed: (sealed: Sealed) => void
  readonly onClose: () => void
}

/** Asks to accept the risk of a finding until a day. */
export function RiskDialog({ finding, onSealed, onClose }: RiskDialogProps) {
  const [draft, setDraft] = useState({ reason: '', compensatingControl: '', expires: '' })
  const ask = useOrganizationChange(async (terms: typeof draft, organization) =>
    call('requestRiskAcceptance', { body: { finding, ...terms } }, { organization }),
  )
  const isWhole = Object.values(draft).every((value) => value.trim() !== '')
  return (
    <Modal opened onClose={onClose} title="Ask to accept the risk">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate(draft, { onSuccess: onSealed })
        }}
      >
        <Stack gap="sm">
          <p>
            The gap stays, and the matrix still shows it. Somebody who neither asks nor answers for it must accept.
            After the last day the finding is open again.
          </p>
          <Textarea
            label="Why it cannot be closed for now"
            required
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            data-autofocus
            value={draft.reason}
            onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
          />
          <Textarea
            label="Compensating control"
            description="What protects in its place meanwhile."
            required
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            value={draft.compensatingControl}
            onChange={(event) => setDraft({ ...draft, compensatingControl: event.currentTarget.value })}
          />
          <TextInput
            label="Last day"
            description="Within a year."
            type="date"
            required
            value={draft.expires}
            onChange={(event) => setDraft({ ...draft, expires: event.currentTarget.value })}
          />
          {ask.error !== null && <Problem error={ask.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isWhole} loading={ask.isPending}>
              Ask
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

import type { FindingItem } from '@evidentia/core'
import { Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { formatRange } from '../../time/format.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import type { Sealed } from './sealed-note.tsx'

interface VerifyDialogProps {
  readonly finding: FindingItem
  readonly onSealed: (sealed: Sealed) => void
  readonly onClose: () => void
}

/** Takes a named person's word, on evidence, that a finding is gone. */
export function VerifyDialog({ finding, onSealed, onClose }: VerifyDialogProps) {
  const { id, control, system } = finding
  const [draft, setDraft] = useState({ evidence: '', note: '' })
  const about = { ...(control === null ? {} : { control }), ...(system === null ? {} : { system }) }
  const listed = useAnswer('listEvidence', { query: { ...about, limit: 200 } })
  const verify = useOrganizationChange(async ({ evidence, note }: typeof draft, organization) =>
    call('verifyFinding', { body: { finding: id, evidence, note: note.trim() } }, { organization }),
  )
  return (
    <Modal opened onClose={onClose} title="Verify that it is gone">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          verify.mutate(draft, { onSuccess: onSealed })
        }}
      >
        <Stack gap="sm">
          <p>Your name is sealed with it: you looked at the evidence, and it shows that the gap is gone.</p>
          <NativeSelect
            label="Evidence that shows it"
            required
            data-autofocus
            data={[
              { value: '', label: 'Choose evidence' },
              ...(listed.data?.items ?? []).map(({ id: value, artifact, effective }) => ({
                value,
                label: `${artifact.name}, ${formatRange(effective)}`,
              })),
            ]}
            value={draft.evidence}
            onChange={(event) => setDraft({ ...draft, evidence: event.currentTarget.value })}
          />
          <Textarea
            label="What you saw"
            required
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            value={draft.note}
            onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
          />
          {listed.data?.items.length === 0 && (
            <p className="soft">No evidence is recorded about this. Record it first.</p>
          )}
          {verify.error !== null && <Problem error={verify.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              disabled={draft.evidence === '' || draft.note.trim() === ''}
              loading={verify.isPending}
            >
              Verify
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

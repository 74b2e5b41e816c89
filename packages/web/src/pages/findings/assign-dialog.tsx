import { Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useDeciders } from '../decisions/deciders.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import type { Sealed } from './sealed-note.tsx'

interface AssignDialogProps {
  readonly findings: readonly string[]
  readonly onSealed: (sealed: readonly Sealed[]) => void
  readonly onClose: () => void
}

/** Assigns findings to a person who is there. */
export function AssignDialog({ findings, onSealed, onClose }: AssignDialogProps) {
  const people = useDeciders()
  const [owner, setOwner] = useState('')
  const [note, setNote] = useState('')
  const assign = useOrganizationChange(async (person: string, organization) => {
    const body = { findings: [...findings], owner: person, ...(note.trim() === '' ? {} : { note: note.trim() }) }
    return call('assignFindings', { body }, { organization })
  })
  return (
    <Modal opened onClose={onClose} title="Assign">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          assign.mutate(owner, { onSuccess: ({ items }) => onSealed(items) })
        }}
      >
        <Stack gap="sm">
          <NativeSelect
            label="Person"
            description="Answers for it from now on; when they leave, its owner or the backup owner does."
            required
            data-autofocus
            data={[{ value: '', label: 'Choose a person' }, ...people]}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
          <Textarea
            label="Note"
            description="Optional."
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {assign.error !== null && <Problem error={assign.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={owner === ''} loading={assign.isPending}>
              Assign
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

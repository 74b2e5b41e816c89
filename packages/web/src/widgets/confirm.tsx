import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from './problem.tsx'

interface ConfirmProps {
  readonly title: string
  /** The verb on the button. */
  readonly action: string
  readonly change: { readonly isPending: boolean; readonly error: Error | null }
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** What follows from it. */
  readonly children: ReactNode
}

/** Asks before something that cannot be taken back, and states what follows. */
export function Confirm({ title, action, change, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack gap="sm">
        <p>{children}</p>
        {change.error !== null && <Problem error={change.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="brick" loading={change.isPending} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from '../../widgets/problem.tsx'

interface ActDialogProps {
  readonly title: string
  /** The verb on the button. */
  readonly action: string
  readonly isFilled: boolean
  readonly change: { readonly isPending: boolean; readonly error: Error | null }
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Asks for what is recorded of an incident. It is sealed, and nothing of it is overwritten. */
export function ActDialog({ title, action, isFilled, change, onSubmit, onClose, children }: ActDialogProps) {
  return (
    <Modal opened onClose={onClose} size="lg" title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <Stack gap="sm">
          {children}
          {change.error !== null && <Problem error={change.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isFilled} loading={change.isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

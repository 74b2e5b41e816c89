import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Problem } from './problem.tsx'

interface StatementDialogProps {
  readonly title: string
  /** The verb on the button. */
  readonly action: string
  /** What the words are: a reason, a note. */
  readonly label: string
  readonly required: boolean
  readonly change: { readonly isPending: boolean; readonly error: Error | null }
  /** Given what was written, without space around it; empty where nothing is required. */
  readonly onState: (words: string) => void
  readonly onClose: () => void
  /** What follows from it. */
  readonly children: ReactNode
}

/** Takes a person's own words for the log, and says what follows. */
export function StatementDialog(props: StatementDialogProps) {
  const { title, action, label, required, change, onState, onClose, children } = props
  const [words, setWords] = useState('')
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onState(words.trim())
        }}
      >
        <Stack gap="sm">
          <p>{children}</p>
          <Textarea
            label={label}
            description={required ? undefined : 'Optional.'}
            required={required}
            maxLength={2000}
            autosize
            minRows={2}
            maxRows={8}
            data-autofocus
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {change.error !== null && <Problem error={change.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={required && words.trim() === ''} loading={change.isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

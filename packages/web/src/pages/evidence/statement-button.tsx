import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { StatementDialog } from '../../widgets/statement-dialog.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'

interface StatementButtonProps {
  /** The verb, on the button and in the dialog. */
  readonly action: string
  readonly title: string
  readonly label: string
  readonly required: boolean
  /** Seals the statement. */
  readonly state: (words: string, organization: string) => Promise<unknown>
  readonly children: ReactNode
}

/** A button that asks for words, seals them, and has everything shown of the organization asked for again. */
export function StatementButton({ action, title, label, required, state, children }: StatementButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const change = useOrganizationChange(state)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {action}
      </Button>
      {isOpen && (
        <StatementDialog
          title={title}
          action={action}
          label={label}
          required={required}
          change={change}
          onState={(words) => change.mutate(words, { onSuccess: () => setOpen(false) })}
          onClose={() => {
            change.reset()
            setOpen(false)
          }}
        >
          {children}
        </StatementDialog>
      )}
    </>
  )
}

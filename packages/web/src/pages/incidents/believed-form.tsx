import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { fromField, toField } from '../differences/local-instant.ts'
import { InstantField } from './instant-field.tsx'
import classes from './incidents.module.css'

interface BelievedFormProps {
  readonly knownAt: string | undefined
  /** Undefined: all that is known now. */
  readonly onAsk: (knownAt: string | undefined) => void
}

/** Asks what was believed at an earlier instant. */
export function BelievedForm({ knownAt, onAsk }: BelievedFormProps) {
  const [field, setField] = useState(knownAt === undefined ? '' : toField(knownAt))
  const asked = fromField(field)
  return (
    <form
      className={classes['believed']}
      data-print="hidden"
      onSubmit={(event) => {
        event.preventDefault()
        if (asked !== null) onAsk(asked)
      }}
    >
      <Group gap="sm" align="flex-end">
        <InstantField label="As believed on" value={field} onChange={setField} />
        <Button type="submit" variant="default" disabled={asked === null}>
          Show
        </Button>
        {knownAt !== undefined && (
          <Button variant="default" onClick={() => onAsk(undefined)}>
            Back to now
          </Button>
        )}
      </Group>
    </form>
  )
}

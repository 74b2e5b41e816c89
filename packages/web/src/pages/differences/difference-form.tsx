import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { isDate, isInstant } from '../../time/format.ts'
import { fromField, toField } from './local-instant.ts'

/** A question for differences: a day, and the two instants whose knowledge of it is compared. */
export interface DifferenceQuestion {
  readonly asOf: string
  readonly knownAt: string
  /** Absent: all that is known now. */
  readonly knownLater?: string | undefined
}

interface DifferenceFormProps {
  readonly start: DifferenceQuestion
  readonly onAsk: (question: DifferenceQuestion) => void
}

/** Asks for a day and two instants. The fields start with what the address says, or with a proposal. */
export function DifferenceForm({ start, onAsk }: DifferenceFormProps) {
  const [asOf, setAsOf] = useState(start.asOf)
  const [earlier, setEarlier] = useState(toField(start.knownAt))
  const [later, setLater] = useState(start.knownLater === undefined ? '' : toField(start.knownLater))
  const knownAt = instantOf(earlier, start.knownAt)
  const knownLater = instantOf(later, start.knownLater) ?? undefined
  const isOrdered = knownAt === null || knownLater === undefined || knownAt < knownLater
  return (
    <form
      data-print="hidden"
      onSubmit={(event) => {
        event.preventDefault()
        if (isInstant(knownAt)) onAsk({ asOf, knownAt, knownLater })
      }}
    >
      <Group gap="sm" align="flex-start">
        <TextInput
          label="About the day"
          type="date"
          required
          value={asOf}
          onChange={(event) => setAsOf(event.currentTarget.value)}
        />
        <TextInput
          label="As known at"
          type="datetime-local"
          required
          value={earlier}
          onChange={(event) => setEarlier(event.currentTarget.value)}
        />
        <TextInput
          label="And as known at"
          description="Empty: now"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type="datetime-local"
          value={later}
          onChange={(event) => setLater(event.currentTarget.value)}
          error={isOrdered ? undefined : 'Comes before the first'}
        />
        <Button type="submit" mt={24} size="sm" disabled={!isDate(asOf) || knownAt === null || !isOrdered}>
          Compare
        </Button>
      </Group>
    </form>
  )
}

/** What a field holds; unchanged, it is the instant it started with, of which it shows no seconds. */
function instantOf(text: string, start: string | undefined): string | null {
  return start !== undefined && text === toField(start) ? start : fromField(text)
}

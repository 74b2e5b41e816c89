import { Textarea } from '@mantine/core'

interface ReasonFieldProps {
  readonly value: string
  readonly required: boolean
  readonly onChange: (reason: string) => void
}

/** Why an organization does otherwise than the library, in a sentence an auditor reads. */
export function ReasonField({ value, required, onChange }: ReasonFieldProps) {
  return (
    <Textarea
      label="Reason"
      description={
        required
          ? 'An auditor reads this. At least 10 characters.'
          : 'Needed where scope, policy or implementation depart from the library.'
      }
      required={required}
      minLength={10}
      maxLength={2000}
      autosize
      minRows={2}
      maxRows={8}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

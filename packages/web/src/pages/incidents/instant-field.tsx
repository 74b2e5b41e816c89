import { TextInput } from '@mantine/core'

interface InstantFieldProps {
  readonly label: string
  /** As the field holds it, in the reader's own zone. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly required?: boolean
  readonly description?: string
}

/** Asks for an instant in the reader's own time zone. */
export function InstantField({ label, value, onChange, required = false, description }: InstantFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      type="datetime-local"
      required={required}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

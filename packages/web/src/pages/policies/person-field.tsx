import { NativeSelect } from '@mantine/core'
import { usePeople } from '../systems/people.ts'

interface PersonFieldProps {
  readonly label: string
  readonly description?: string
  readonly required?: boolean
  readonly value: string
  readonly onChange: (person: string) => void
}

/** Chooses one of the people of the program; nobody until somebody is chosen. */
export function PersonField({ label, description, required = true, value, onChange }: PersonFieldProps) {
  const people = Object.entries(usePeople()).toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <NativeSelect
      label={label}
      {...(description === undefined ? {} : { description })}
      required={required}
      value={value}
      data={[
        { value: '', label: required ? 'Choose a person' : 'By role' },
        ...people.map(([id, name]) => ({ value: id, label: name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

import { NativeSelect } from '@mantine/core'

interface FilterSelectProps {
  readonly label: string
  /** What is said where nothing is filtered. */
  readonly any: string
  readonly value: string | undefined
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string | undefined) => void
}

/** A filter of a list, kept in the address. One that a link brought stays visible even where its options do not hold it. */
export function FilterSelect({ label, any, value, options, onChange }: FilterSelectProps) {
  const unlisted = value !== undefined && !options.some(([id]) => id === value) ? [{ value, label: value }] : []
  return (
    <NativeSelect
      size="xs"
      w={122}
      aria-label={label}
      data={[{ value: '', label: any }, ...unlisted, ...options.map(([id, name]) => ({ value: id, label: name }))]}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  )
}

/** Options in the order of their labels. */
export function byLabel(
  options: readonly (readonly [value: string, label: string])[],
): readonly (readonly [value: string, label: string])[] {
  return options.toSorted(([, a], [, b]) => a.localeCompare(b))
}

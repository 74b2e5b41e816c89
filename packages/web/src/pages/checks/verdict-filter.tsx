import type { Verdict } from '@evidentia/core'
import { NativeSelect } from '@mantine/core'
import { verdictFaces, verdictOrder } from '../../status/verdict-faces.ts'

interface VerdictFilterProps {
  readonly value: Verdict | undefined
  readonly onChange: (value: Verdict | undefined) => void
}

/** One verdict, or all of them. */
export function VerdictFilter({ value, onChange }: VerdictFilterProps) {
  return (
    <NativeSelect
      size="xs"
      w={132}
      aria-label="Verdict"
      data={[
        { value: '', label: 'All verdicts' },
        ...verdictOrder.map((verdict) => ({ value: verdict, label: verdictFaces[verdict].word })),
      ]}
      value={value ?? ''}
      onChange={(event) => onChange(verdictOrder.find((verdict) => verdict === event.currentTarget.value))}
    />
  )
}

import { NativeSelect } from '@mantine/core'
import { useAnswer } from '../../client/answers.ts'
import { formatRange } from '../../time/format.ts'

interface EvidenceFieldProps {
  readonly label: string
  /** What stands for a piece of evidence: its id, or the SHA-256 of its artifact. */
  readonly by: 'id' | 'sha256'
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
}

/** Chooses one piece of evidence, among the newest. */
export function EvidenceField({ label, by, value, onChange }: EvidenceFieldProps) {
  const listed = useAnswer('listEvidence', { query: { limit: 200 } })
  return (
    <NativeSelect
      label={label}
      data={[
        { value: '', label: 'None' },
        ...unique(
          (listed.data?.items ?? []).map(({ id, artifact, effective }) => ({
            value: by === 'id' ? id : artifact.sha256,
            label: `${artifact.name}, ${formatRange(effective)}`,
          })),
        ),
      ]}
      value={value[0] ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
    />
  )
}

/** One file may have been recorded more than once. */
function unique<T extends { readonly value: string }>(options: readonly T[]): T[] {
  return [...new Map(options.map((option) => [option.value, option])).values()]
}

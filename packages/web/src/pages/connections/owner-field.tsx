import { Select } from '@mantine/core'
import { useAnswer } from '../../client/answers.ts'

/** Chooses who answers for something, among the people of the programme. */
export function OwnerField({
  value,
  onChange,
}: {
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}) {
  const people = useAnswer('listDocuments', { query: { kind: 'person', limit: 500 } })
  return (
    <Select
      label="Owner"
      description="Who answers for it when it fails."
      required
      searchable
      data={(people.data?.items ?? []).map(({ id, body }) => ({ value: id, label: nameIn(body) ?? id }))}
      value={value}
      onChange={onChange}
    />
  )
}

function nameIn(body: Readonly<Record<string, unknown>> | null): string | null {
  const name = body?.['name']
  return typeof name === 'string' ? name : null
}

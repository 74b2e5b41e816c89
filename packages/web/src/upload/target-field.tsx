import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useAnswer } from '../client/answers.ts'
import { targetOf, type UploadTarget } from './upload-target.ts'

interface TargetFieldProps {
  readonly targets: readonly UploadTarget[]
  readonly onChange: (targets: readonly UploadTarget[]) => void
}

/** Chooses what a file proves among the rows of the matrix, found by typing. */
export function TargetField({ targets, onChange }: TargetFieldProps) {
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 200)
  const found = useAnswer('listMatrix', { query: { limit: 50, sort: 'status', ...(q === '' ? {} : { q }) } })
  const known = new Map([...targets, ...(found.data?.items ?? []).map(targetOf)].map((target) => [target.key, target]))
  return (
    <MultiSelect
      label="What it proves"
      description="One file may prove several things."
      placeholder={targets.length === 0 ? 'Type part of a control, a system or a vendor' : ''}
      required
      searchable
      hidePickedOptions
      maxValues={50}
      searchValue={text}
      onSearchChange={setText}
      // The server has matched already, by more than the label shows.
      filter={({ options }) => options}
      data={[...known.values()].map(({ key, label }) => ({ value: key, label }))}
      value={targets.map(({ key }) => key)}
      onChange={(keys) => onChange(keys.flatMap((key) => known.get(key) ?? []))}
      nothingFoundMessage={found.isFetching ? 'Looking…' : 'Nothing in the matrix matches'}
    />
  )
}

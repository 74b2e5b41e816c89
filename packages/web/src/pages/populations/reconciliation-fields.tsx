import { Checkbox, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import { keyAsField, type PopulationDraft, type RecordTypeView } from './population-draft.ts'
import type { DraftFieldsProps } from './selection-fields.tsx'
import classes from './populations.module.css'

const ways = [
  ['', 'Nothing', 'The card says so, and an auditor will ask.'],
  ['records', 'Records of another source', 'Such as deployments for changes, or people for accounts.'],
  ['count', 'A count somebody read', 'As the system of record shows it.'],
] as const

/** What the population is held against, so that it can be told complete from merely consistent. */
export function ReconciliationFields({ draft, type, types, problems, onChange }: DraftFieldsProps) {
  return (
    <div className={classes['group']}>
      <Radio.Group
        label="A second source"
        value={draft.against}
        onChange={(value) => onChange({ against: ways.find(([way]) => way === value)?.[0] ?? '' })}
      >
        <Stack gap="xs" mt={4}>
          {ways.map(([value, label, description]) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.against === 'count' && (
        <div className={classes['pair']}>
          <TextInput
            label="Count"
            inputMode="numeric"
            required
            value={draft.count}
            error={problems.count}
            onChange={(event) => onChange({ count: event.currentTarget.value })}
          />
          <TextInput
            label="Who read it where, and when"
            required
            maxLength={400}
            value={draft.statedBy}
            error={problems.statedBy}
            onChange={(event) => onChange({ statedBy: event.currentTarget.value })}
          />
        </div>
      )}
      {draft.against === 'records' && (
        <OtherRecords
          draft={draft}
          type={type}
          types={types}
          problem={problems.other}
          onChange={(other) => onChange({ other: { ...draft.other, ...other } })}
        />
      )}
    </div>
  )
}

interface OtherRecordsProps extends Pick<DraftFieldsProps, 'type' | 'types'> {
  readonly draft: PopulationDraft
  readonly problem: string | undefined
  readonly onChange: (other: Partial<PopulationDraft['other']>) => void
}

function OtherRecords({ draft: { other }, type, types, problem, onChange }: OtherRecordsProps) {
  const chosen = types.find((one) => one.type === other.type)
  return (
    <>
      <div className={classes['pair']}>
        <NativeSelect
          label="Record type there"
          required
          error={problem}
          value={other.type}
          data={[
            { value: '', label: 'Choose' },
            ...types.map((one) => ({ value: one.type, label: wordsOf(one.type) })),
          ]}
          onChange={({ currentTarget: { value } }) => onChange({ type: value, there: keyAsField, selection: '' })}
        />
      </div>
      <div className={classes['pair']}>
        <FieldChoice label="Compared here" type={type} value={other.here} onChange={(here) => onChange({ here })} />
        <FieldChoice
          label="Compared there"
          type={chosen}
          value={other.there}
          onChange={(there) => onChange({ there })}
        />
      </div>
      <Checkbox
        label="Upper and lower case are the same"
        checked={other.ignoreCase}
        onChange={(event) => onChange({ ignoreCase: event.currentTarget.checked })}
      />
      {other.selection !== '' && <p className="soft">The same selection of records as before.</p>}
    </>
  )
}

const comparable = new Set(['text', 'choice', 'number', 'date', 'instant'])

function FieldChoice(props: {
  readonly label: string
  readonly type: RecordTypeView | undefined
  readonly value: string
  readonly onChange: (field: string) => void
}) {
  const fields = (props.type?.fields ?? []).filter(({ kind }) => comparable.has(kind))
  return (
    <NativeSelect
      label={props.label}
      value={props.value}
      data={[{ value: keyAsField, label: 'Its key' }, ...fields.map(({ name }) => ({ value: name, label: name }))]}
      onChange={({ currentTarget: { value } }) => props.onChange(value)}
    />
  )
}

import { Checkbox, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { wordsOf } from '../../widgets/words.ts'
import { nameOf } from '../systems/system-body.ts'
import { beginDraft, type DraftProblems, type PopulationDraft, type RecordTypeView } from './population-draft.ts'
import classes from './populations.module.css'

export interface DraftFieldsProps {
  readonly draft: PopulationDraft
  /** The type of the records meant. */
  readonly type: RecordTypeView
  readonly types: readonly RecordTypeView[]
  readonly problems: DraftProblems
  readonly onChange: (part: Partial<PopulationDraft>) => void
}

/** What the population is called, of which records and days it is, and where they come from. */
export function SelectionFields({ draft, type, types, problems, onChange }: DraftFieldsProps) {
  return (
    <div className={classes['group']}>
      <TextInput
        label="What it is"
        description="As an auditor would ask for it."
        required
        maxLength={160}
        value={draft.name}
        error={problems.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div className={classes['pair']}>
        <TypeField draft={draft} types={types} onChange={onChange} />
        <PlacingField draft={draft} type={type} onChange={onChange} />
      </div>
      <div className={classes['pair']}>
        <TextInput
          label="First day"
          type="date"
          required
          value={draft.from}
          error={problems.from}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
        />
        <TextInput
          label="Last day"
          type="date"
          required
          value={draft.to}
          error={problems.to}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
        />
      </div>
      <ScopeFields draft={draft} type={type} onChange={onChange} />
      <div className={classes['pair']}>
        <NativeSelect
          label="One export holds"
          value={draft.exports}
          data={[
            { value: 'activity', label: 'What happened on its days' },
            { value: 'listing', label: 'All there is on its last day' },
          ]}
          onChange={({ currentTarget: { value } }) => onChange({ exports: value === 'listing' ? value : 'activity' })}
        />
        <NativeSelect
          label="One key is one thing"
          value={draft.uniqueWithin}
          data={[
            { value: 'organization', label: 'In the whole organization' },
            { value: 'subject', label: 'Within the system its export speaks of' },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ uniqueWithin: value === 'subject' ? value : 'organization' })
          }
        />
      </div>
      <Checkbox
        label="The system of record numbers them without gaps"
        description="As in CHG-1042: then missing numbers are listed."
        checked={draft.numbered}
        onChange={(event) => onChange({ numbered: event.currentTarget.checked })}
      />
    </div>
  )
}

/** Another type of record has other fields, dates and sources, so the draft begins again; what it is called stays. */
function TypeField({ draft, types, onChange }: Pick<DraftFieldsProps, 'draft' | 'types' | 'onChange'>) {
  return (
    <NativeSelect
      label="Record type"
      value={draft.type}
      data={types.map(({ type, sources }) => ({
        value: type,
        label: sources.length === 0 ? `${wordsOf(type)} (no export)` : wordsOf(type),
      }))}
      onChange={({ currentTarget: { value } }) => {
        const next = types.find((one) => one.type === value)
        if (next !== undefined) onChange({ ...beginDraft(next), name: draft.name, supersedes: draft.supersedes })
      }}
    />
  )
}

function PlacingField({ draft, type, onChange }: Pick<DraftFieldsProps, 'draft' | 'type' | 'onChange'>) {
  const dates = type.fields.filter(({ kind }) => kind === 'date' || kind === 'instant').map(({ name }) => [name])
  const ways = new Map([[], [...type.placedBy], [...draft.placedBy], ...dates].map((way) => [way.join(','), way]))
  return (
    <NativeSelect
      label="Placed in the period by"
      value={draft.placedBy.join(',')}
      data={[...ways].map(([value, way]) => ({
        value,
        label: way.length === 0 ? 'The days of its export' : way.join(', else '),
      }))}
      onChange={({ currentTarget: { value } }) => onChange({ placedBy: ways.get(value) ?? [] })}
    />
  )
}

function ScopeFields({ draft, type, onChange }: Pick<DraftFieldsProps, 'draft' | 'type' | 'onChange'>) {
  const systems = useAnswer(
    'listDocuments',
    { query: { kind: 'system', limit: 500 } },
    { enabled: usePermission('program:read') },
  )
  return (
    <div className={classes['pair']}>
      <MultiSelect
        label="Only of these systems"
        placeholder={draft.systems.length === 0 ? 'The whole organization' : ''}
        searchable
        data={(systems.data?.items ?? []).map(({ id, body }) => ({ value: id, label: nameOf(body) ?? id }))}
        value={[...draft.systems]}
        onChange={(chosen) => onChange({ systems: chosen })}
      />
      <MultiSelect
        label="Only from these systems of record"
        placeholder={draft.sources.length === 0 ? 'From any' : ''}
        data={type.sources.map(({ source }) => source)}
        value={[...draft.sources]}
        onChange={(chosen) => onChange({ sources: chosen })}
      />
    </div>
  )
}

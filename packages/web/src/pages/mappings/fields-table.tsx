import { Autocomplete, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import type { Answer } from '../../client/answers.ts'
import { wordsOf } from '../../widgets/words.ts'
import {
  emptyField,
  isFilled,
  proposeKey,
  saysNothing,
  withColumns,
  type FieldDraft,
  type Mappable,
  type MappableField,
  type MappingDraft,
  type Table,
} from './mapping-draft.ts'
import classes from './mappings.module.css'

interface FieldsTableProps {
  readonly type: Mappable
  readonly table: Table
  readonly draft: MappingDraft
  readonly faults: Answer<'previewMapping'>['faults']
  readonly onChange: (draft: MappingDraft) => void
}

/** Every field of the record type, those that a record cannot be without first, and what fills it. */
export function FieldsTable({ type, table, draft, faults, onChange }: FieldsTableProps) {
  const fields = type.fields.toSorted((a, b) => Number(b.required) - Number(a.required))
  const change = (field: MappableField, next: FieldDraft): void => {
    const all = { ...draft.fields, [field.name]: next }
    const isProposed = draft.key.join('|') === proposeKey(type, draft.fields).join('|')
    const key = isProposed ? proposeKey(type, all) : draft.key.filter((name) => isFilled(all[name]))
    onChange({ ...draft, fields: all, key })
  }
  return (
    <ul className={classes['rows']} aria-label="Fields">
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          field={field}
          draft={draft.fields[field.name] ?? emptyField}
          table={table}
          faults={faults.filter(({ field: place }) => isAt(place, field.name)).map(({ problem }) => problem)}
          onChange={(next) => change(field, next)}
        />
      ))}
    </ul>
  )
}

function isAt(place: string, name: string): boolean {
  return place === `fields.${name}` || place.startsWith(`fields.${name}.`)
}

interface FieldRowProps {
  readonly field: MappableField
  readonly draft: FieldDraft
  readonly table: Table
  readonly faults: readonly string[]
  readonly onChange: (draft: FieldDraft) => void
}

function FieldRow({ field, draft, table, faults, onChange }: FieldRowProps) {
  const title = titleOf(field.name)
  const options = [...new Set(table.columns.filter((name) => name.trim() !== ''))]
  const error = faults.length > 0 && (isFilled(draft) || field.required) ? faults.join('. ') : undefined
  return (
    <li className={classes['row']}>
      <div>
        <strong>{title}</strong>
        {field.required && <span className="soft"> (required)</span>}
        <div className="soft">{field.says}</div>
      </div>
      <div className={classes['how']}>
        <MultiSelect
          label={`Columns for ${title}`}
          placeholder={draft.columns.length === 0 ? 'Not mapped' : ''}
          searchable
          maxValues={8}
          data={[...options, ...draft.columns.filter((name) => !options.includes(name))]}
          value={[...draft.columns]}
          onChange={(columns) => onChange(withColumns(draft, columns, field, table))}
          error={error}
        />
        {draft.columns.length === 0 ? (
          <Constant field={field} title={title} draft={draft} onChange={onChange} />
        ) : (
          <Reading field={field} title={title} draft={draft} onChange={onChange} />
        )}
      </div>
    </li>
  )
}

interface PartProps extends Pick<FieldRowProps, 'field' | 'draft' | 'onChange'> {
  readonly title: string
}

/** What is the same in every row, because the person says so. */
function Constant({ field, title, draft, onChange }: PartProps) {
  const label = `Or the same in every row, ${title}`
  const set = (constant: string): void => onChange({ ...draft, constant })
  if (field.kind === 'choice' || field.kind === 'yes-no')
    return (
      <NativeSelect
        label={label}
        data={[{ value: '', label: 'Not stated' }, ...meaningsOf(field)]}
        value={draft.constant}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  return <TextInput label={label} value={draft.constant} onChange={(event) => set(event.currentTarget.value)} />
}

const formats = ['M/D/YYYY', 'D/M/YYYY', 'DD.MM.YYYY', 'M/D/YYYY h:mm A', 'DD.MM.YYYY HH:mm', 'D MMM YYYY', 'YYYYMMDD']

/** How the cells are read: meanings of words, how days are written, what separates the items of a list. */
function Reading({ field, title, draft, onChange }: PartProps) {
  if (field.kind === 'date' || field.kind === 'instant')
    return (
      <Autocomplete
        label={`How ${title} is written`}
        placeholder="2026-10-31"
        data={formats}
        value={draft.dates}
        onChange={(dates) => onChange({ ...draft, dates })}
      />
    )
  if (field.kind === 'list')
    return (
      <TextInput
        label={`What separates several, ${title}`}
        maxLength={3}
        value={draft.separator}
        onChange={(event) => onChange({ ...draft, separator: event.currentTarget.value })}
      />
    )
  return (
    <>
      {Object.entries(draft.words).map(([word, meaning]) => (
        <NativeSelect
          key={word}
          label={`“${word}” means`}
          data={[
            { value: '', label: 'Not said yet' },
            ...meaningsOf(field),
            ...(field.required ? [] : [{ value: saysNothing, label: 'Says nothing' }]),
          ]}
          value={meaning}
          onChange={(event) => onChange({ ...draft, words: { ...draft.words, [word]: event.currentTarget.value } })}
        />
      ))}
    </>
  )
}

function meaningsOf({ kind, choices }: MappableField): { value: string; label: string }[] {
  const values = kind === 'yes-no' ? ['true', 'false'] : choices
  return values.map((value) => ({ value, label: value === 'true' ? 'Yes' : value === 'false' ? 'No' : wordsOf(value) }))
}

/** `employeeId` as `Employee id`. */
function titleOf(name: string): string {
  return wordsOf(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
}

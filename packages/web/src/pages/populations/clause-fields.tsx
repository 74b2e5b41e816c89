import { Button, Group, MultiSelect, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ConditionDraft, RecordTypeView } from './population-draft.ts'
import type { DraftFieldsProps } from './selection-fields.tsx'
import classes from './populations.module.css'

/** What records must satisfy: every clause, and of each clause at least one condition. */
export function ClauseFields({ draft, type, problems, onChange }: DraftFieldsProps) {
  const set = (at: number, any: readonly ConditionDraft[]): void =>
    onChange({ clauses: draft.clauses.map((old, index) => (index === at ? any : old)).filter((one) => one.length > 0) })
  return (
    <div className={classes['group']}>
      {draft.clauses.length === 0 && <p className="soft">None: every record of the type.</p>}
      {draft.clauses.map((any, at) => (
        // A clause has no name but its place.
        <fieldset key={at} className={classes['clause']}>
          <legend>{at === 0 ? 'Where' : 'And where'}</legend>
          {any.map((condition, index) => (
            <ConditionFields
              key={index}
              condition={condition}
              type={type}
              onChange={(next) =>
                set(
                  at,
                  any.map((old, other) => (other === index ? next : old)),
                )
              }
              onRemove={() =>
                set(
                  at,
                  any.filter((_, other) => other !== index),
                )
              }
            />
          ))}
          <Group>
            <Button variant="subtle" onClick={() => set(at, [...any, emptyCondition(type)])}>
              Or …
            </Button>
          </Group>
        </fieldset>
      ))}
      {problems.clauses !== undefined && <p role="alert">{problems.clauses}</p>}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ clauses: [...draft.clauses, [emptyCondition(type)]] })}
        >
          Add a condition
        </Button>
      </Group>
    </div>
  )
}

function emptyCondition({ fields }: RecordTypeView): ConditionDraft {
  const field = fields.find(({ kind }) => kind === 'choice') ?? fields[0]
  return { field: field?.name ?? '', is: field?.asks[0] ?? 'exists', values: [] }
}

const questions: { readonly [K in ConditionDraft['is']]: string } = {
  equals: 'is',
  in: 'is one of',
  before: 'is before',
  after: 'is after',
  exists: 'is filled or empty',
}

interface ConditionFieldsProps {
  readonly condition: ConditionDraft
  readonly type: RecordTypeView
  readonly onChange: (condition: ConditionDraft) => void
  readonly onRemove: () => void
}

function ConditionFields({ condition, type, onChange, onRemove }: ConditionFieldsProps) {
  const field = type.fields.find(({ name }) => name === condition.field)
  return (
    <div className={classes['condition']}>
      <NativeSelect
        label="Field"
        value={condition.field}
        data={type.fields.map(({ name }) => name)}
        onChange={({ currentTarget: { value } }) => {
          const next = type.fields.find(({ name }) => name === value)
          onChange({ field: value, is: next?.asks[0] ?? 'exists', values: [] })
        }}
      />
      <NativeSelect
        label="Is asked"
        value={condition.is}
        data={(field?.asks ?? []).map((is) => ({ value: is, label: questions[is] }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...condition, is: field?.asks.find((is) => is === value) ?? 'exists', values: [] })
        }
      />
      <ValueField condition={condition} field={field} onChange={(values) => onChange({ ...condition, values })} />
      <Button variant="subtle" aria-label="Remove the condition" onClick={onRemove}>
        <IconX size={15} aria-hidden />
      </Button>
    </div>
  )
}

interface ValueFieldProps {
  readonly condition: ConditionDraft
  readonly field: RecordTypeView['fields'][number] | undefined
  readonly onChange: (values: readonly string[]) => void
}

/** The value asked for, in the form that the field's kind and the question call for. */
function ValueField({ condition: { is, values }, field, onChange }: ValueFieldProps) {
  const label = is === 'in' ? 'Values' : 'Value'
  const choices = field?.choices ?? []
  const options =
    is === 'exists' ? fillings : field?.kind === 'yes-no' ? answers : choices.map((value) => ({ value, label: value }))
  if (is === 'in') {
    const shared = { label, value: [...values], onChange: (chosen: string[]) => onChange(chosen) }
    return choices.length > 0 ? (
      <MultiSelect {...shared} data={[...choices]} />
    ) : (
      <TagsInput {...shared} placeholder={values.length === 0 ? 'Press Enter after each' : ''} />
    )
  }
  if (options.length > 0)
    return (
      <NativeSelect
        label={label}
        data={[{ value: '', label: 'Choose' }, ...options]}
        value={values[0] ?? ''}
        onChange={({ currentTarget: { value } }) => onChange(value === '' ? [] : [value])}
      />
    )
  const isDay = is === 'before' || is === 'after' || field?.kind === 'date'
  return (
    <TextInput
      label={label}
      type={isDay ? 'date' : field?.kind === 'number' ? 'number' : 'text'}
      maxLength={400}
      value={values[0] ?? ''}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? [] : [value])}
    />
  )
}

const fillings = [
  { value: 'true', label: 'filled' },
  { value: 'false', label: 'empty' },
]
const answers = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]

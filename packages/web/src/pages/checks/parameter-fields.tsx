import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { emptyParameter, type ParameterDraft } from './check-draft.ts'
import type { BenchFieldsProps } from './check-fields.tsx'
import classes from './checks.module.css'

const types: readonly { readonly value: ParameterDraft['type']; readonly label: string }[] = [
  { value: 'integer', label: 'A whole number' },
  { value: 'flag', label: 'Yes or no' },
  { value: 'text', label: 'A text' },
  { value: 'choice', label: 'One of several texts' },
  { value: 'texts', label: 'A list of texts' },
]

/** What can be set otherwise where a control is tailored, each with its default. */
export function ParameterFields({ draft, faultOf, onChange }: BenchFieldsProps) {
  const { parameters } = draft
  const replace = (at: number, next: ParameterDraft): void =>
    onChange({ parameters: parameters.map((one, index) => (index === at ? next : one)) })
  return (
    <div className={classes['group']}>
      {parameters.length === 0 && (
        <p className="soft">None. A number that somebody may want otherwise, such as 90 days, belongs here.</p>
      )}
      {parameters.map((parameter, at) => (
        <OneParameter
          key={at}
          parameter={parameter}
          fault={firstFault(faultOf, parameter.name)}
          onChange={(next) => replace(at, next)}
          onRemove={() => onChange({ parameters: parameters.filter((_, index) => index !== at) })}
        />
      ))}
      <Group>
        <Button variant="default" onClick={() => onChange({ parameters: [...parameters, emptyParameter] })}>
          Add a parameter
        </Button>
      </Group>
    </div>
  )
}

/** A fault of a parameter names one of its fields; it is shown with its name. */
function firstFault(faultOf: BenchFieldsProps['faultOf'], name: string): string | undefined {
  const parts = [
    '',
    '.title',
    '.unit',
    '.minimum',
    '.maximum',
    '.maximumLength',
    '.maximumItems',
    '.options',
    '.default',
  ]
  for (const part of parts) {
    const fault = faultOf(`parameters.${name}${part}`)
    if (fault !== undefined) return fault
  }
  return undefined
}

interface OneParameterProps {
  readonly parameter: ParameterDraft
  readonly fault: string | undefined
  readonly onChange: (next: ParameterDraft) => void
  readonly onRemove: () => void
}

function OneParameter({ parameter, fault, onChange, onRemove }: OneParameterProps) {
  const { type, name } = parameter
  const field = (label: string, of: Exclude<keyof ParameterDraft, 'type'>, extra: object = {}) => (
    <TextInput
      label={label}
      value={parameter[of]}
      onChange={(event) => onChange({ ...parameter, [of]: event.currentTarget.value })}
      {...extra}
    />
  )
  return (
    <fieldset className={classes['parameter']}>
      <legend>{name === '' ? 'A parameter' : name}</legend>
      <div className={classes['pair']}>
        {field('Name', 'name', { required: true, placeholder: 'maximumAgeDays', error: fault })}
        {field('Meaning', 'title', { required: true })}
        <NativeSelect
          label="It is"
          value={type}
          data={[...types]}
          onChange={(event) => {
            const next = types.find(({ value }) => value === event.currentTarget.value)
            if (next !== undefined) onChange({ ...parameter, type: next.value })
          }}
        />
        {type === 'integer' && field('Unit', 'unit', { required: true })}
        {type === 'integer' && field('Least', 'minimum', { required: true, inputMode: 'numeric' })}
        {type === 'integer' && field('Most', 'maximum', { required: true, inputMode: 'numeric' })}
        {type === 'text' && field('Longest, in characters', 'maximum', { required: true, inputMode: 'numeric' })}
        {type === 'texts' && field('Most texts', 'maximum', { required: true, inputMode: 'numeric' })}
        {type === 'choice' && field('Texts, separated by commas', 'options', { required: true })}
        {type === 'flag' ? (
          <NativeSelect
            label="Default"
            value={parameter.value === 'true' ? 'true' : 'false'}
            data={[
              { value: 'true', label: 'Yes' },
              { value: 'false', label: 'No' },
            ]}
            onChange={(event) => onChange({ ...parameter, value: event.currentTarget.value })}
          />
        ) : (
          field(type === 'texts' ? 'Default, separated by commas' : 'Default', 'value')
        )}
      </div>
      <Group>
        <Button variant="default" size="compact-sm" onClick={onRemove}>
          Remove the parameter
        </Button>
      </Group>
    </fieldset>
  )
}

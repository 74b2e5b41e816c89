import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import type { RecordTypeView } from './bench-page.tsx'
import { type CheckDraft, idOf } from './check-draft.ts'
import classes from './checks.module.css'

export interface BenchFieldsProps {
  readonly draft: CheckDraft
  readonly types: readonly RecordTypeView[]
  /** What is wrong with a field, in a sentence; undefined where nothing is. */
  readonly faultOf: (field: string) => string | undefined
  readonly onChange: (part: Partial<CheckDraft>) => void
}

/** What is asserted, of which records, and the expression that decides. */
export function CheckFields({ draft, types, faultOf, onChange }: BenchFieldsProps) {
  const fields = types.find(({ type }) => type === draft.population)?.fields ?? []
  return (
    <div className={classes['group']}>
      <TextInput
        label="Title"
        required
        maxLength={120}
        value={draft.title}
        error={faultOf('title')}
        onChange={(event) => {
          const { value } = event.currentTarget
          // The id follows the title until somebody gives it one of its own.
          const follows = draft.version === '1' && (draft.id === '' || draft.id === idOf(draft.title))
          onChange({ title: value, ...(follows ? { id: idOf(value) } : {}) })
        }}
      />
      <Textarea
        label="What it asserts"
        description="One sentence that an auditor reads. {name} stands for the value of a parameter."
        required
        autosize
        minRows={2}
        maxLength={300}
        value={draft.asserts}
        error={faultOf('asserts')}
        onChange={(event) => onChange({ asserts: event.currentTarget.value })}
      />
      <div className={classes['pair']}>
        <NativeSelect
          label="Judges every"
          value={draft.population}
          data={types.map(({ type }) => ({ value: type, label: wordsOf(type) }))}
          error={faultOf('population')}
          onChange={(event) => onChange({ population: event.currentTarget.value, value: '', evidence: '', frozen: '' })}
        />
        <NativeSelect
          label="Field shown beside each verdict"
          required
          value={draft.value}
          data={[
            { value: '', label: 'Choose one' },
            ...(draft.value === '' || fields.some(({ name }) => name === draft.value) ? [] : [draft.value]),
            ...fields.map(({ name }) => name),
          ]}
          error={faultOf('value')}
          onChange={(event) => onChange({ value: event.currentTarget.value })}
        />
      </div>
      <Textarea
        className={classes['code'] ?? ''}
        label="Applies to"
        description="In CEL. Left empty, every record is judged."
        placeholder="record.enabled"
        autosize
        minRows={1}
        maxLength={2000}
        value={draft.appliesTo}
        error={faultOf('appliesTo')}
        onChange={(event) => onChange({ appliesTo: event.currentTarget.value })}
      />
      <Textarea
        className={classes['code'] ?? ''}
        label="Expression"
        description="In CEL: true where the record meets it. It sees record, others, parameters, asOf and subject."
        placeholder="record.mfa == true"
        required
        autosize
        minRows={3}
        maxLength={2000}
        value={draft.expression}
        error={faultOf('expression')}
        onChange={(event) => onChange({ expression: event.currentTarget.value })}
      />
      <p className="soft">
        Fields of the record: <code>{fields.map(({ name }) => name).join(', ')}</code>
      </p>
      <div className={classes['pair']}>
        <TextInput
          label="Id"
          description="As the log and every result name it."
          required
          value={draft.id}
          error={faultOf('id')}
          onChange={(event) => onChange({ id: event.currentTarget.value })}
        />
        <TextInput
          label="Version"
          description="The same version never means two things."
          required
          inputMode="numeric"
          value={draft.version}
          error={faultOf('version')}
          onChange={(event) => onChange({ version: event.currentTarget.value })}
        />
      </div>
      <NativeSelect
        label="When there are suddenly fewer records, or none"
        value={draft.shrinkage}
        data={[
          { value: 'silence', label: 'the source may have fallen silent: unknown' },
          { value: 'progress', label: 'it is progress, as of what a scanner finds' },
        ]}
        onChange={(event) => onChange({ shrinkage: event.currentTarget.value === 'progress' ? 'progress' : 'silence' })}
      />
    </div>
  )
}

import { NativeSelect, TextInput } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import type { BenchFieldsProps } from './check-fields.tsx'
import classes from './checks.module.css'

/** The records of another type that stand beside each record judged, as `others`. */
export function JoinFields({ draft, types, faultOf, onChange }: BenchFieldsProps) {
  return (
    <div className={classes['group']}>
      <NativeSelect
        label="Joined records"
        description="Those of the newest evidence of that type, in the expression as others."
        value={draft.joinType}
        data={[{ value: '', label: 'None' }, ...types.map(({ type }) => ({ value: type, label: wordsOf(type) }))]}
        error={faultOf('join.type')}
        onChange={(event) => onChange({ joinType: event.currentTarget.value })}
      />
      {draft.joinType !== '' && (
        <div className={classes['pair']}>
          <TextInput
            label="Key of the other record"
            placeholder="other.email"
            required
            value={draft.joinKey}
            error={faultOf('join.key')}
            onChange={(event) => onChange({ joinKey: event.currentTarget.value })}
          />
          <TextInput
            label="Equals, of the record judged"
            placeholder="record.username"
            required
            value={draft.joinEquals}
            error={faultOf('join.equals')}
            onChange={(event) => onChange({ joinEquals: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  )
}

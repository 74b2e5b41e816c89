import type { Cadence, EvidenceRequirement } from '@evidentia/core'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import type { EvidenceDraft } from './tailoring-draft.ts'
import classes from './tailoring.module.css'

const cadences: { readonly [C in Cadence]: true } = {
  daily: true,
  weekly: true,
  monthly: true,
  quarterly: true,
  'semi-annual': true,
  annual: true,
}

interface EvidenceFieldsProps {
  readonly requirements: readonly EvidenceRequirement[]
  readonly drafts: { readonly [requirement: string]: EvidenceDraft }
  /** The library's words of a field, given those operated. */
  readonly library: (field: string, current: string) => string
  readonly onChange: (requirement: string, draft: EvidenceDraft) => void
}

/** For each thing a control owes: how often, with how much grace, from where, or why it does not apply. */
export function EvidenceFields({ requirements, drafts, library, onChange }: EvidenceFieldsProps) {
  return (
    <div className={classes['fields']}>
      {requirements.map(({ id, title, cadence, graceDays, systemOfRecord }) => {
        const draft = drafts[id]
        if (draft === undefined) return null
        const set = (change: Partial<EvidenceDraft>) => onChange(id, { ...draft, ...change })
        const libraryCadence = wordsOf(library(`evidence.${id}.cadence`, cadence))
        return (
          <fieldset key={id} className={classes['group']}>
            <legend>{title}</legend>
            <div className={classes['grid']}>
              <NativeSelect
                label="Cadence"
                value={draft.cadence}
                data={[
                  { value: '', label: `As the library: ${libraryCadence.toLowerCase()}` },
                  ...Object.keys(cadences).map((value) => ({ value, label: wordsOf(value) })),
                ]}
                onChange={({ currentTarget: { value } }) => set({ cadence: isCadence(value) ? value : '' })}
              />
              <TextInput
                label="Days of grace"
                placeholder={`As the library: ${library(`evidence.${id}.graceDays`, String(graceDays))}`}
                inputMode="numeric"
                pattern="[0-9]{1,2}"
                value={draft.graceDays}
                onChange={(event) => set({ graceDays: event.currentTarget.value })}
              />
              <TextInput
                label="System of record"
                placeholder={`As the library: ${library(`evidence.${id}.systemOfRecord`, systemOfRecord)}`}
                value={draft.systemOfRecord}
                onChange={(event) => set({ systemOfRecord: event.currentTarget.value })}
              />
            </div>
            <Textarea
              label="Why it does not apply here"
              description="Leave empty where it does. With a reason of at least 10 characters, this evidence is not owed."
              minLength={10}
              autosize
              minRows={1}
              value={draft.notApplicable}
              onChange={(event) => set({ notApplicable: event.currentTarget.value })}
            />
          </fieldset>
        )
      })}
    </div>
  )
}

function isCadence(value: string): value is Cadence {
  return Object.hasOwn(cadences, value)
}

import type { EvidenceRequirement } from '@evidentia/core'
import { Autocomplete, Textarea, TextInput } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import type { EvidenceDraft } from './tailoring-draft.ts'
import classes from './tailoring.module.css'

// Offered; anything else that the server understands may be typed.
const cadences = [
  'continuous',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'semi-annual',
  'annual',
  'every 45 days',
  'per hire within 7 days',
  'per termination within 1 day',
  'per change within 5 days',
]

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
              <Autocomplete
                label="Cadence"
                description="Also: annual from 2026-03-15"
                placeholder={`As the library: ${libraryCadence.toLowerCase()}`}
                value={draft.cadence}
                data={cadences}
                onChange={(value) => set({ cadence: value.trim() })}
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

import { Button, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, useToday } from '../../client/organization.ts'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { PersonField } from '../policies/person-field.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { Departure } from './departure.tsx'
import { EvidenceFields } from './evidence-fields.tsx'
import { ReasonField } from './reason-field.tsx'
import { ScopeFields } from './scope-fields.tsx'
import { composeTailoring, needsReason, readTailoring, type TailoringDraft } from './tailoring-draft.ts'
import classes from './tailoring.module.css'

/** Adopts a control, or adjusts one that is operated; everything left alone stays as the library has it. */
export function TailoringForm({ answer }: { readonly answer: Answer<'readControl'> }) {
  const org = useOrganization()
  const navigate = useNavigate()
  const { control, tailoring } = answer
  const today = useToday()
  const [draft, setDraft] = useState(() => readTailoring(control, tailoring, today))
  const [effective, setEffective] = useState(today)
  const isOperated = tailoring !== null && tailoring.retired === undefined
  const version = isOperated ? tailoring.version : control.version
  const library = useLibraryWords(answer)
  const record = useOrganizationChange(async (_: null, organization) =>
    call(
      'recordDocument',
      {
        params: { kind: 'control', id: control.id },
        body: {
          effective: isOperated ? effective : draft.adopted,
          body: { ...composeTailoring(control, version, draft) },
        },
      },
      { organization },
    ),
  )
  const set = (change: Partial<TailoringDraft>) => setDraft((old) => ({ ...old, ...change }))
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault()
        record.mutate(null, {
          onSuccess: () => void navigate({ to: '/o/$org/controls/$control', params: { org, control: control.id } }),
        })
      }}
    >
      <Section title="Who and since when">
        <div className={classes['fields']}>
          <div className={classes['grid']}>
            <TextInput
              label="Adopted"
              type="date"
              required
              value={draft.adopted}
              onChange={(event) => set({ adopted: event.currentTarget.value })}
            />
            {isOperated && (
              <TextInput
                label="This change holds from"
                type="date"
                required
                value={effective}
                onChange={(event) => setEffective(event.currentTarget.value)}
              />
            )}
            <PersonField
              label={`Owner (${wordsOf(control.ownerRole).toLowerCase()})`}
              required={false}
              value={draft.owner}
              onChange={(owner) => set({ owner })}
            />
            <PersonField
              label={`Backup (${wordsOf(control.backupRole).toLowerCase()})`}
              required={false}
              value={draft.backupOwner}
              onChange={(backupOwner) => set({ backupOwner })}
            />
          </div>
        </div>
      </Section>
      <Section title="Policy">
        <Departure
          label="Our own policy clause"
          library={library('policy.clause', control.policy.clause)}
          departs={draft.policyClause !== null}
          onChange={(departs) => set({ policyClause: departs ? control.policy.clause : null })}
        >
          <Textarea
            label="Policy clause"
            required
            maxLength={4000}
            autosize
            minRows={2}
            value={draft.policyClause ?? ''}
            onChange={(event) => set({ policyClause: event.currentTarget.value })}
          />
        </Departure>
      </Section>
      <Section title="Implementation">
        <Departure
          label="Our own implementation"
          library={control.implementation.map(({ for: kinds, text }) => {
            const name = kinds === 'any' ? 'any' : (kinds[0] ?? 'any')
            return `${kinds === 'any' ? 'Any system' : kinds.map(wordsOf).join(', ')}: ${library(`implementation.${name}`, text)}`
          })}
          departs={draft.implementation !== null}
          onChange={(departs) =>
            set({ implementation: departs ? control.implementation.map(({ text }) => text) : null })
          }
        >
          {control.implementation.map(({ for: kinds, text }, index) => (
            <Textarea
              key={text}
              label={kinds === 'any' ? 'Any system' : kinds.map(wordsOf).join(', ')}
              required
              autosize
              minRows={2}
              value={draft.implementation?.[index] ?? ''}
              onChange={(event) =>
                set({ implementation: draft.implementation?.with(index, event.currentTarget.value) ?? null })
              }
            />
          ))}
        </Departure>
      </Section>
      <Section title="What it applies to">
        <ScopeFields
          scope={control.scope}
          library={library('scope', '')}
          own={draft.scope}
          onChange={(scope) => set({ scope })}
        />
      </Section>
      <Section title="Evidence of operation">
        <EvidenceFields
          requirements={control.evidence}
          drafts={draft.evidence}
          library={library}
          onChange={(id, change) => set({ evidence: { ...draft.evidence, [id]: change } })}
        />
      </Section>
      <Section title={isOperated ? 'Record the change' : 'Adopt'}>
        <div className={classes['fields']}>
          <ReasonField value={draft.reason} required={needsReason(draft)} onChange={(reason) => set({ reason })} />
          {record.error !== null && <Problem error={record.error} />}
          <div>
            <Button type="submit" size="sm" loading={record.isPending}>
              {isOperated ? 'Record the change' : 'Adopt the control'}
            </Button>
          </div>
        </div>
      </Section>
    </form>
  )
}

/** The library's own words of a field of the version operated, also where the organization departs from them. */
function useLibraryWords({ control, tailoring }: Answer<'readControl'>): (field: string, current: string) => string {
  const departures = useAnswer(
    'previewUpgrade',
    { params: { control: control.id }, query: tailoring === null ? {} : { version: tailoring.version } },
    { enabled: tailoring !== null },
  )
  const base = new Map(departures.data?.changes.map((change) => [change.field, change.base]))
  return (field, current) => base.get(field) ?? current
}

import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToday } from '../../client/organization.ts'
import { useAnswer } from '../../client/answers.ts'
import { useSession } from '../../client/session.ts'
import { PersonField } from './person-field.tsx'
import classes from './policy.module.css'

/** What is said of a draft beside its text. */
export interface PolicyDetails {
  readonly title: string
  readonly owner: string
  /** Null until somebody chose another than the reader. */
  readonly author: string | null
  readonly reviewMonths: number
  readonly effective: string
}

export function usePolicyDetails(start: Pick<PolicyDetails, 'title' | 'owner' | 'reviewMonths'>) {
  const effective = useToday()
  const [chosen, setDetails] = useState<PolicyDetails>({ ...start, author: null, effective })
  const reader = useReaderAsPerson()
  const details = { ...chosen, author: chosen.author ?? reader }
  return [details, (change: Partial<PolicyDetails>) => setDetails((old) => ({ ...old, ...change }))] as const
}

interface PolicyDetailsFieldsProps {
  readonly details: PolicyDetails
  readonly suggestedMonths?: number
  readonly onChange: (change: Partial<PolicyDetails>) => void
}

export function PolicyDetailsFields({ details, suggestedMonths, onChange }: PolicyDetailsFieldsProps) {
  return (
    <div className={classes['fields']}>
      <TextInput
        label="Title"
        required
        maxLength={160}
        value={details.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <PersonField
        label="Owner"
        description="Answers for the policy and its review."
        value={details.owner}
        onChange={(owner) => onChange({ owner })}
      />
      <PersonField
        label="Author"
        description="Who wrote this version; somebody else approves it."
        value={details.author ?? ''}
        onChange={(author) => onChange({ author })}
      />
      <NumberInput
        label="Reviewed every, in months"
        {...(suggestedMonths === undefined ? {} : { description: `The library suggests ${suggestedMonths}.` })}
        required
        min={1}
        max={24}
        allowDecimal={false}
        hideControls
        value={details.reviewMonths}
        onChange={(months) => onChange({ reviewMonths: Number(months) })}
      />
      <TextInput
        label="Meant to hold from"
        type="date"
        required
        value={details.effective}
        onChange={(event) => onChange({ effective: event.currentTarget.value })}
      />
    </div>
  )
}

/** The person of the program who has the reader's e-mail address; empty where there is none. */
function useReaderAsPerson(): string {
  const { user } = useSession()
  const people = useAnswer('listDocuments', { query: { kind: 'person', limit: 500 } })
  const email = user?.email.toLowerCase()
  const found = people.data?.items.find(({ body }) => {
    const theirs = body?.['email']
    return typeof theirs === 'string' && theirs.toLowerCase() === email
  })
  return found?.id ?? ''
}

import type { PolicyTemplate } from '@evidentia/core'
import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { Problem } from '../../widgets/problem.tsx'
import { counted } from '../../widgets/words.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { forgetAnswers } from './kept-answers.ts'
import { PolicyDetailsFields, usePolicyDetails } from './policy-details.tsx'
import { valuesOf, type Answers } from './template-preview.ts'
import classes from './policy.module.css'

interface RecordDraftProps {
  readonly template: PolicyTemplate
  readonly answers: Answers
  /** Variables without an answer that can stand. */
  readonly open: readonly string[]
}

/** The last step: whose the policy is, and its recording as a draft. */
export function RecordDraft({ template, answers, open }: RecordDraftProps) {
  const org = useOrganization()
  const navigate = useNavigate()
  const [id, setId] = useState(template.id)
  const [details, setDetails] = usePolicyDetails({
    title: template.title,
    owner: '',
    reviewMonths: template.reviewMonths,
  })
  const existing = useAnswer('listPolicies', { query: { limit: 500 } }).data?.items.find((policy) => policy.id === id)
  const record = useOrganizationChange(async (_: null, organization) =>
    call(
      'draftPolicy',
      {
        params: { policy: id },
        body: {
          ...details,
          controls: template.controls,
          from: { type: 'template', template: template.id, values: valuesOf(template, answers) },
        },
      },
      { organization },
    ),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        record.mutate(null, {
          onSuccess: () => {
            forgetAnswers(org, template.id)
            void navigate({ to: '/o/$org/policies/$policy', params: { org, policy: id } })
          },
        })
      }}
    >
      <div className={classes['fields']}>
        <PolicyDetailsFields details={details} suggestedMonths={template.reviewMonths} onChange={setDetails} />
        <TextInput
          label="Identifier"
          description={
            existing === undefined
              ? 'Lower case letters, digits and hyphens. It stays for good.'
              : `“${existing.title}” has this identifier; what you record becomes its next draft.`
          }
          required
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          maxLength={64}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        {open.length > 0 && (
          <p>{counted(open.length, 'decision')} still open. A policy is never recorded with a gap in it.</p>
        )}
        {record.error !== null && <Problem error={record.error} />}
        <Button type="submit" size="sm" disabled={open.length > 0} loading={record.isPending}>
          Record the draft
        </Button>
      </div>
    </form>
  )
}

import { Button, Textarea } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { Markdown } from '../../markdown/markdown.tsx'
import { TextDiff } from '../../markdown/text-diff.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { PolicyDetailsFields, usePolicyDetails } from './policy-details.tsx'
import type { PolicyVersion, ReadPolicy } from './policy-page.tsx'
import classes from './policy.module.css'

/** Writes the next draft of a policy as text, beginning with the newest version. */
export function DraftTextPage() {
  const { policy } = useParams({ from: '/o/$org/policies/$policy/draft' })
  const answer = useAnswer('readPolicy', { params: { policy } })
  return (
    <PageAnswer of={answer}>
      {(data) => {
        const start = data.draft ?? data.inForce
        return start === null ? (
          <Page title={data.title}>
            <Empty title="There is no text to begin with.">Draft the policy from a template.</Empty>
          </Page>
        ) : (
          <DraftText policy={data} start={start} />
        )
      }}
    </PageAnswer>
  )
}

function DraftText({ policy, start }: { readonly policy: ReadPolicy; readonly start: PolicyVersion }) {
  const org = useOrganization()
  const navigate = useNavigate()
  const [text, setText] = useState(start.body.text)
  const shown = useDeferredValue(text)
  const { title, owner, reviewMonths, controls } = start.body
  const [details, setDetails] = usePolicyDetails({ title, owner, reviewMonths })
  const record = useOrganizationChange(async (_: null, organization) =>
    call(
      'draftPolicy',
      { params: { policy: policy.id }, body: { ...details, controls, from: { type: 'text', text } } },
      { organization },
    ),
  )
  return (
    <Page
      title={`New draft of ${policy.title}`}
      above={
        <Link to="/o/$org/policies/$policy" params={{ org, policy: policy.id }}>
          {policy.title}
        </Link>
      }
      lead="The version in force stays in force until somebody else approves this draft."
    >
      <form
        className={classes['drafting']}
        onSubmit={(event) => {
          event.preventDefault()
          record.mutate(null, {
            onSuccess: () => void navigate({ to: '/o/$org/policies/$policy', params: { org, policy: policy.id } }),
          })
        }}
      >
        <Section title="Text">
          <div className={classes['fields']}>
            <Textarea
              label="Text in Markdown"
              required
              maxLength={40_000}
              autosize
              minRows={14}
              maxRows={30}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <PolicyDetailsFields details={details} onChange={setDetails} />
            {record.error !== null && <Problem error={record.error} />}
            <Button type="submit" size="sm" disabled={text === policy.inForce?.body.text} loading={record.isPending}>
              Record the draft
            </Button>
          </div>
        </Section>
        <div className={classes['fields']}>
          <Section title="Changes">
            <TextDiff
              against={policy.inForce === null ? 'the last draft' : 'the version in force'}
              before={(policy.inForce ?? start).body.text}
              after={shown}
            />
          </Section>
          <Section title="Preview">
            <Markdown text={shown} />
          </Section>
        </div>
      </form>
    </Page>
  )
}

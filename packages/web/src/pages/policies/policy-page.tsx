import { SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Markdown } from '../../markdown/markdown.tsx'
import { TextDiff } from '../../markdown/text-diff.tsx'
import { StatusLabel } from '../../status/status-label.tsx'
import { formatDate } from '../../time/format.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { Acknowledge } from './acknowledge.tsx'
import { AcknowledgmentList } from './acknowledgment-list.tsx'
import { ApprovalForm } from './approval-form.tsx'
import { PolicyFacts } from './policy-facts.tsx'
import { policyStateFaces } from './policy-state.ts'
import { PolicyVersions } from './policy-versions.tsx'
import classes from './policy.module.css'

export type ReadPolicy = Answered<'readPolicy'>
export type PolicyVersion = ReadPolicy['versions'][number]

/** One policy: the text that is in force, the draft that waits, who approved and who acknowledged. */
export function PolicyPage() {
  const { policy } = useParams({ from: '/o/$org/policies/$policy' })
  const { asOf } = useAsOf()
  const answer = useAnswer('readPolicy', { params: { policy }, query: { asOf } })
  return <PageAnswer of={answer}>{(data) => <Loaded policy={data} />}</PageAnswer>
}

function Loaded({ policy }: { readonly policy: ReadPolicy }) {
  const org = useOrganization()
  const { inForce, draft, people } = policy
  return (
    <Page
      title={policy.title}
      above={
        <Link to="/o/$org/policies" params={{ org }}>
          Policies
        </Link>
      }
      lead={
        <>
          <StatusLabel face={policyStateFaces[policy.state]} /> {sentenceOf(policy)}
        </>
      }
      actions={<EditLink policy={policy.id} />}
    >
      {inForce !== null && <Acknowledge policy={policy} version={inForce} />}
      {draft !== null && <DraftSection policy={policy} draft={draft} />}
      {inForce !== null && (
        <Section title="In force">
          <Markdown text={inForce.body.text} />
        </Section>
      )}
      {inForce === null && draft === null && (
        <Empty title="No version of this policy existed on this day.">Go back to today to read it.</Empty>
      )}
      {inForce !== null && policy.mayApprove && draft === null && (
        <Section title="Review">
          <p className="soft">
            Reviewed and found right as it stands? Approve the same text again; its next review moves on.
          </p>
          <ApprovalForm policy={policy} version={inForce} action="Approve it again" />
        </Section>
      )}
      <PolicyFacts policy={policy} />
      {inForce !== null && (
        <Section title="Acknowledgments">
          <AcknowledgmentList policy={policy.id} />
        </Section>
      )}
      <Section title="Versions">
        <PolicyVersions policy={policy.id} versions={policy.versions} people={people} />
      </Section>
    </Page>
  )
}

function DraftSection({ policy, draft }: { readonly policy: ReadPolicy; readonly draft: PolicyVersion }) {
  const { view = policy.inForce === null ? 'text' : 'changes' } = useSearch({ from: '/o/$org/policies/$policy' })
  const navigate = useNavigate({ from: '/o/$org/policies/$policy' })
  const { inForce } = policy
  const author = policy.people[draft.body.author] ?? draft.body.author
  return (
    <Section
      title="Draft that waits for approval"
      aside={
        inForce !== null && (
          <SegmentedControl
            size="xs"
            aria-label="How the draft is shown"
            value={view}
            data={[
              { value: 'changes', label: 'Changes' },
              { value: 'text', label: 'Whole text' },
            ]}
            onChange={(next) => void navigate({ search: (old) => ({ ...old, view: next }), replace: true })}
          />
        )
      }
    >
      <div className={classes['stack']}>
        <p className="soft">
          Written by {author}, meant to hold from {formatDate(draft.effective)}. It is not in force.
        </p>
        {inForce !== null && view === 'changes' ? (
          <TextDiff against="the version in force" before={inForce.body.text} after={draft.body.text} />
        ) : (
          <Markdown text={draft.body.text} />
        )}
        {policy.mayApprove ? (
          <ApprovalForm policy={policy} version={draft} action="Approve this draft" />
        ) : (
          <p className="soft">
            Someone other than {author} who may approve policies has to approve it: an administrator, a compliance lead
            or an executive.
          </p>
        )}
      </div>
    </Section>
  )
}

function EditLink({ policy }: { readonly policy: string }) {
  const org = useOrganization()
  if (!usePermission('program:write')) return null
  return (
    <ButtonLink variant="default" to="/o/$org/policies/$policy/draft" params={{ org, policy }}>
      Write a new draft
    </ButtonLink>
  )
}

function sentenceOf({ state, approved, reviewBy, owner, people }: ReadPolicy): string {
  const name = `Owner ${people[owner] ?? owner}.`
  if (state === 'draft' || approved === null) return `Nobody has approved it yet. ${name}`
  const review = reviewBy === null ? '' : ` Review by ${formatDate(reviewBy)}.`
  return `Approved ${formatDate(approved)}.${review} ${name}`
}

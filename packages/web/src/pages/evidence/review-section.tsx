import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { useSession } from '../../client/session.ts'
import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Instant } from '../../time/day.tsx'
import { useUpload } from '../../upload/upload-context.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { correctionOf } from './correction.ts'
import { StatementButton } from './statement-button.tsx'

type EvidenceItem = Answer<'readEvidence'>

/** Who stands behind the item: the reviewer, the auditor, and the correction that took its place or that it is. */
export function ReviewSection({ item }: { readonly item: EvidenceItem }) {
  const { review, acceptance, supersedes, supersededBy } = item
  const canAct = supersededBy === null && (item.disposal === null || item.disposal.approved === null)
  return (
    <Section title="Review and acceptance" aside={<StatusLabel face={evidenceStateFaces[item.state]} />}>
      <Facts>
        <Fact name="Review">
          {review === null ? (
            'Nobody has reviewed it yet'
          ) : (
            <Word
              verb={review.outcome === 'accepted' ? 'Found in order by' : 'Rejected by'}
              by={review.by}
              at={review.at}
              note={review.note}
            />
          )}
        </Fact>
        <Fact name="Auditor">
          {acceptance === null ? (
            'Not accepted yet'
          ) : (
            <Word verb="Accepted by" by={acceptance.by} at={acceptance.at} note={acceptance.note} />
          )}
        </Fact>
        {supersedes !== undefined && (
          <Fact name="Corrects">
            <EvidenceLink id={supersedes} />: {item.reason}
          </Fact>
        )}
        {supersededBy !== null && (
          <Fact name="Superseded by">
            <EvidenceLink id={supersededBy} />. This item stays readable and counts no longer.
          </Fact>
        )}
      </Facts>
      {canAct && <Actions item={item} />}
    </Section>
  )
}

function Actions({ item }: { readonly item: EvidenceItem }) {
  const { user } = useSession()
  const canReview = usePermission('evidence:review') && item.actor.id !== user?.id
  const canAccept = usePermission('evidence:accept') && item.acceptance === null && item.state !== 'rejected'
  const canCorrect = usePermission('evidence:write')
  const openUpload = useUpload()
  const params = { evidence: item.id }
  return (
    <Group gap="xs" mt="sm" data-print="hidden">
      {canReview && (
        <>
          <StatementButton
            action="Find it in order"
            title="Review this evidence"
            label="Note"
            required={false}
            state={async (note, organization) =>
              call('reviewEvidence', { params, body: { outcome: 'accepted', ...noted(note) } }, { organization })
            }
          >
            Your name is sealed with it: you looked at the file, and it shows what it is said to prove.
          </StatementButton>
          <StatementButton
            action="Reject it"
            title="Reject this evidence"
            label="What is wrong with it"
            required
            state={async (note, organization) =>
              call('reviewEvidence', { params, body: { outcome: 'rejected', note } }, { organization })
            }
          >
            It stays readable and proves nothing from now on. What it was to prove is owed again.
          </StatementButton>
        </>
      )}
      {canAccept && (
        <StatementButton
          action="Accept as auditor"
          title="Accept this evidence"
          label="Note"
          required={false}
          state={async (note, organization) => call('acceptEvidence', { params, body: noted(note) }, { organization })}
        >
          Your name is sealed with it. An acceptance is not taken back; a later rejection outweighs it.
        </StatementButton>
      )}
      {canCorrect && (
        <Button variant="default" onClick={() => openUpload(correctionOf(item))}>
          Upload a correction
        </Button>
      )}
    </Group>
  )
}

interface WordProps {
  readonly verb: string
  readonly by: string
  readonly at: string
  readonly note: string | null
}

function Word({ verb, by, at, note }: WordProps) {
  return (
    <>
      {verb} {by}, <Instant at={at} />
      {note !== null && `: ${note}`}
    </>
  )
}

function EvidenceLink({ id }: { readonly id: string }) {
  const org = useOrganization()
  return (
    <Link to="/o/$org/evidence/$evidence" params={{ org, evidence: id }}>
      <code>{id}</code>
    </Link>
  )
}

function noted(note: string): { note?: string } {
  return note === '' ? {} : { note }
}

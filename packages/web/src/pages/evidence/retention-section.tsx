import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { usePermission, useToday } from '../../client/organization.ts'
import { Day, Instant } from '../../time/day.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { StatementButton } from './statement-button.tsx'

type EvidenceItem = Answer<'readEvidence'>

/** How long the item is kept, what holds it longer, and how its content ended. */
export function RetentionSection({ item }: { readonly item: EvidenceItem }) {
  const mayManage = usePermission('retention:manage')
  const isOver = item.disposal !== null && item.disposal.approved !== null
  return (
    <Section title="Retention">
      <Facts>
        <Fact name="Kept as">
          {wordsOf(item.retention)}, at least through <Day date={item.retainedUntil} />
        </Fact>
        <Fact name="Legal hold">{item.holds.length === 0 ? 'None' : <Holds item={item} mayLift={mayManage} />}</Fact>
        {item.disposal !== null && (
          <Fact name="Disposal">
            <Disposal disposal={item.disposal} />
          </Fact>
        )}
      </Facts>
      {mayManage && !isOver && <Actions item={item} />}
    </Section>
  )
}

function Holds({ item, mayLift }: { readonly item: EvidenceItem; readonly mayLift: boolean }) {
  return (
    <ul>
      {item.holds.map(({ hold, reason, by, at }) => (
        <li key={hold}>
          <p>
            {reason} Placed by {by}, <Instant at={at} />.
          </p>
          {mayLift && (
            <StatementButton
              action="Lift the hold"
              title="Lift this legal hold"
              label="Reason"
              required
              state={async (reason, organization) =>
                call('liftHold', { params: { evidence: item.id, hold }, body: { reason } }, { organization })
              }
            >
              Its retention counts again from then on. Hold and lift stay in the log.
            </StatementButton>
          )}
        </li>
      ))}
    </ul>
  )
}

function Disposal({ disposal }: { readonly disposal: NonNullable<EvidenceItem['disposal']> }) {
  const { approved } = disposal
  if (approved === null)
    return (
      <>
        Asked for by {disposal.requestedBy}, <Instant at={disposal.requestedAt} />: {disposal.reason} Somebody else must
        approve it.
      </>
    )
  return (
    <>
      Disposed of <Instant at={approved.at} /> by policy {wordsOf(approved.policy)}: asked for by {disposal.requestedBy}
      , approved by {approved.by}. The entry and its receipt stand.
    </>
  )
}

function Actions({ item }: { readonly item: EvidenceItem }) {
  const params = { evidence: item.id }
  const today = useToday()
  const isFree = item.holds.length === 0 && item.retainedUntil < today
  return (
    <Group gap="xs" mt="sm" data-print="hidden">
      <StatementButton
        action="Place a legal hold"
        title="Place a legal hold"
        label="Reason"
        required
        state={async (reason, organization) => call('placeHold', { params, body: { reason } }, { organization })}
      >
        Nothing disposes of this evidence until the hold is lifted, whatever its retention says.
      </StatementButton>
      {isFree && item.disposal === null && (
        <StatementButton
          action="Ask for disposal"
          title="Ask for disposal"
          label="Reason"
          required
          state={async (reason, organization) =>
            call('requestDisposal', { params, body: { reason } }, { organization })
          }
        >
          Its retention is over. A second person must approve before the file is deleted.
        </StatementButton>
      )}
      {isFree && item.disposal !== null && <ApproveDisposal item={item} />}
    </Group>
  )
}

function ApproveDisposal({ item }: { readonly item: EvidenceItem }) {
  const [isOpen, setOpen] = useState(false)
  const approval = useOrganizationChange(async (_: null, organization) =>
    call('approveDisposal', { params: { evidence: item.id }, body: {} }, { organization }),
  )
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Approve disposal
      </Button>
      {isOpen && (
        <Confirm
          title="Approve disposal"
          action="Delete the file"
          change={approval}
          onConfirm={() => approval.mutate(null, { onSuccess: () => setOpen(false) })}
          onClose={() => setOpen(false)}
        >
          The file, its records and its words are deleted and cannot be had back. The entry and its receipt stay.
        </Confirm>
      )}
    </>
  )
}

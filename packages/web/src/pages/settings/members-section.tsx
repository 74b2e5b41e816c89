import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { usePermission } from '../../client/organization.ts'
import { useSession } from '../../client/session.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { InviteMember } from './invite-member.tsx'
import { useOrganizationChange } from './organization-change.ts'

type Member = Answered<'listMembers'>['items'][number]

/** Everybody who may enter, with the way to invite and to take a role away. */
export function MembersSection() {
  const members = useAnswer('listMembers', { query: { limit: 500 } })
  const canManage = usePermission('members:manage')
  const { user } = useSession()
  const [leaving, setLeaving] = useState<Member | null>(null)
  const removal = useOrganizationChange(async (member: string, organization) =>
    call('removeMember', { params: { user: member } }, { organization }),
  )
  return (
    <Section title="Members">
      <Answer of={members}>
        {({ items }) => (
          <SimpleTable
            label="Members"
            head={canManage ? ['Name', 'E-mail', 'Role', 'Remove'] : ['Name', 'E-mail', 'Role']}
            rows={items.map((member) => ({
              key: member.user,
              cells: [
                member.name,
                member.email,
                wordsOf(member.role),
                ...(canManage
                  ? [
                      member.user === user?.id ? (
                        'You'
                      ) : (
                        <Button
                          key="remove"
                          variant="default"
                          size="compact-sm"
                          onClick={() => setLeaving(member)}
                          aria-label={`Remove ${member.name}`}
                        >
                          Remove
                        </Button>
                      ),
                    ]
                  : []),
              ],
            }))}
          />
        )}
      </Answer>
      {canManage && <InviteMember />}
      {leaving !== null && (
        <Confirm
          title={`Remove ${leaving.name}?`}
          action="Remove"
          change={removal}
          onConfirm={() => removal.mutate(leaving.user, { onSuccess: () => setLeaving(null) })}
          onClose={() => setLeaving(null)}
        >
          {leaving.name} can no longer enter this organization and their sessions here end now. What they recorded
          stays.
        </Confirm>
      )}
    </Section>
  )
}

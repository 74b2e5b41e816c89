import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useToday } from '../../client/organization.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { showsWords } from './mailbox-words.ts'
import { MakeMailbox } from './make-mailbox.tsx'
import { useOrganizationChange } from './organization-change.ts'

/** The addresses to which named senders mail. */
export function MailboxesSection() {
  const mailboxes = useAnswer('listMailboxes', { query: { limit: 500 } })
  const today = useToday()
  const [closing, setClosing] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const close = useOrganizationChange(async (id: string, organization) =>
    call(
      'recordDocument',
      { params: { kind: 'mailbox', id }, body: { effective: today, body: null } },
      { organization },
    ),
  )
  return (
    <Section title="Mailboxes">
      <Answer of={mailboxes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No mailbox yet.">
              Make one for a system that mails its reports; each message becomes evidence, with its attachments.
            </Empty>
          ) : (
            <SimpleTable
              label="Mailboxes"
              head={['Name', 'Address', 'Senders', 'Must show', 'Close']}
              rows={items.map(({ id, name, address, senders, shows, problem }) => ({
                key: id,
                cells: [
                  name,
                  <div key="address">
                    {address !== null && <code>{address}</code>}
                    {problem !== null && (
                      <p>
                        {problem.sentence} {problem.remedy}
                      </p>
                    )}
                  </div>,
                  senders.join(', '),
                  showsWords(shows),
                  <Button
                    key="close"
                    variant="default"
                    size="compact-sm"
                    onClick={() => setClosing({ id, name })}
                    aria-label={`Close ${name}`}
                  >
                    Close
                  </Button>,
                ],
              }))}
            />
          )
        }
      </Answer>
      <MakeMailbox />
      {closing !== null && (
        <Confirm
          title={`Close ${closing.name}?`}
          action="Close the mailbox"
          change={close}
          onConfirm={() => close.mutate(closing.id, { onSuccess: () => setClosing(null) })}
          onClose={() => setClosing(null)}
        >
          From now on mail to it is refused. What came stays.
        </Confirm>
      )}
    </Section>
  )
}

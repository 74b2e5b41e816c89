import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { MakeWebhook } from './make-webhook.tsx'
import { useOrganizationChange } from './organization-change.ts'
import { SecretShown } from './webhook-secret.tsx'
import { kindWords } from './webhook-words.ts'

/** The addresses to which systems send what happens in them. */
export function WebhooksSection() {
  const hooks = useAnswer('listDocuments', { query: { kind: 'webhook', limit: 500 } })
  const [renewing, setRenewing] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const make = useOrganizationChange(async (webhook: string, organization) =>
    call('makeWebhookSecret', { params: { webhook } }, { organization }),
  )
  return (
    <Section title="Webhooks">
      <Answer of={hooks}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No webhook yet.">
              Make one for a system that can tell when something happens; each delivery becomes evidence.
            </Empty>
          ) : (
            <SimpleTable
              label="Webhooks"
              head={['Name', 'Signed by', 'Sends', 'Secret']}
              rows={items.map(({ id, body }) => ({
                key: id,
                cells: [
                  textIn(body, 'name'),
                  kindWords(textIn(body, 'kind')),
                  textIn(body, 'source'),
                  <Button
                    key="secret"
                    variant="default"
                    size="compact-sm"
                    onClick={() => setRenewing({ id, name: textIn(body, 'name') })}
                    aria-label={`New secret for ${textIn(body, 'name')}`}
                  >
                    New secret
                  </Button>,
                ],
              }))}
            />
          )
        }
      </Answer>
      {make.data !== undefined && <SecretShown made={make.data} />}
      <MakeWebhook />
      {renewing !== null && (
        <Confirm
          title={`New secret for ${renewing.name}?`}
          action="Make a new secret"
          change={make}
          onConfirm={() => make.mutate(renewing.id, { onSuccess: () => setRenewing(null) })}
          onClose={() => setRenewing(null)}
        >
          What is signed with the secret of today is refused at once, until the sender has the new one.
        </Confirm>
      )}
    </Section>
  )
}

function textIn(body: Readonly<Record<string, unknown>> | null, name: string): string {
  const value = body?.[name]
  return typeof value === 'string' ? value : ''
}

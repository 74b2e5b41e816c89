import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { IssueApiKey } from './issue-api-key.tsx'
import { useOrganizationChange } from './organization-change.ts'

type ApiKey = Answered<'listApiKeys'>['items'][number]

/** The keys with which pipelines and collectors enter. */
export function ApiKeysSection() {
  const keys = useAnswer('listApiKeys', { query: { limit: 500 } })
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const revocation = useOrganizationChange(async (key: string, organization) =>
    call('revokeApiKey', { params: { key } }, { organization }),
  )
  return (
    <Section title="API keys">
      <Answer of={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No key yet.">
              Issue one for each pipeline or collector, with the narrowest role that does.
            </Empty>
          ) : (
            <SimpleTable
              label="API keys"
              head={['Name', 'Role', 'Created', 'Expires', 'Last used', 'Revoke']}
              rows={items.map((key) => ({
                key: key.id,
                cells: [
                  key.name,
                  wordsOf(key.role),
                  <Instant key="created" at={key.created} />,
                  key.expires === null ? 'Never' : <Instant key="expires" at={key.expires} />,
                  key.lastUsed === null ? 'Never' : <Instant key="used" at={key.lastUsed} />,
                  key.revoked ? (
                    'Revoked'
                  ) : (
                    <Button
                      key="revoke"
                      variant="default"
                      size="compact-sm"
                      onClick={() => setRevoking(key)}
                      aria-label={`Revoke ${key.name}`}
                    >
                      Revoke
                    </Button>
                  ),
                ],
              }))}
            />
          )
        }
      </Answer>
      <IssueApiKey />
      {revoking !== null && (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          action="Revoke"
          change={revocation}
          onConfirm={() => revocation.mutate(revoking.id, { onSuccess: () => setRevoking(null) })}
          onClose={() => setRevoking(null)}
        >
          Whatever uses this key stops working at once. A revoked key does not come back; issue a new one instead.
        </Confirm>
      )}
    </Section>
  )
}

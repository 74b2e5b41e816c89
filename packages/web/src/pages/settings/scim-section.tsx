import { Button, CopyButton, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Answer as Answered, useAnswer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { formatCount } from '../../time/format.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { MakeScimDirectory } from './make-scim-directory.tsx'
import { useOrganizationChange } from './organization-change.ts'
import { TokenShown } from './scim-token.tsx'

type Directory = Answered<'listScimDirectories'>['items'][number]

/** The directories into which identity providers push users and groups. */
export function ScimSection() {
  const directories = useAnswer('listScimDirectories', { query: { limit: 500 } })
  const [renewing, setRenewing] = useState<Directory | null>(null)
  const make = useOrganizationChange(async (directory: string, organization) =>
    call('makeScimToken', { params: { directory } }, { organization }),
  )
  const take = useOrganizationChange(async (directory: string, organization) =>
    call('takeScimSnapshot', { params: { directory } }, { organization }),
  )
  return (
    <Section title="SCIM directories">
      <Answer of={directories}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No SCIM directory yet.">
              Make one for an identity provider that pushes its users and groups; what it pushes becomes evidence.
            </Empty>
          ) : (
            <SimpleTable
              label="SCIM directories"
              head={['Name', 'Last heard', 'Users', 'Groups', 'Last snapshot', 'Actions']}
              rows={items.map((directory) => ({
                key: directory.id,
                cells: [
                  directory.name,
                  directory.lastHeard === null ? 'Never' : <Instant key="heard" at={directory.lastHeard} />,
                  formatCount(directory.users),
                  formatCount(directory.groups),
                  <LastSnapshot key="snapshot" of={directory} />,
                  <Group key="actions" gap="xs" wrap="nowrap">
                    <CopyButton value={directory.address}>
                      {({ copied, copy }) => (
                        <Button
                          variant="default"
                          size="compact-sm"
                          onClick={copy}
                          aria-label={`${copied ? 'Copied: address' : 'Copy address'} of ${directory.name}`}
                        >
                          {copied ? 'Copied' : 'Copy address'}
                        </Button>
                      )}
                    </CopyButton>
                    <Button
                      variant="default"
                      size="compact-sm"
                      disabled={directory.waiting === 0 && directory.unrecorded === null}
                      loading={take.isPending && take.variables === directory.id}
                      onClick={() => take.mutate(directory.id)}
                      aria-label={`Snapshot now of ${directory.name}`}
                    >
                      Snapshot now
                    </Button>
                    <Button
                      variant="default"
                      size="compact-sm"
                      onClick={() => setRenewing(directory)}
                      aria-label={`New token for ${directory.name}`}
                    >
                      New token
                    </Button>
                  </Group>,
                ],
              }))}
            />
          )
        }
      </Answer>
      {take.error !== null && <Problem error={take.error} />}
      {make.data !== undefined && <TokenShown made={make.data} />}
      <MakeScimDirectory />
      {renewing !== null && (
        <Confirm
          title={`New token for ${renewing.name}?`}
          action="Make a new token"
          change={make}
          onConfirm={() => make.mutate(renewing.id, { onSuccess: () => setRenewing(null) })}
          onClose={() => setRenewing(null)}
        >
          What is pushed with the token of today is refused at once, until the identity provider has the new one.
        </Confirm>
      )}
    </Section>
  )
}

/** What is evidence, and what is not yet: nothing is taken of silence. */
function LastSnapshot({ of: { lastSnapshot, waiting, unrecorded } }: { readonly of: Directory }) {
  const org = useOrganization()
  const more =
    waiting === 0 ? null : (
      <> {waiting === 1 ? '1 request waits' : `${formatCount(waiting)} requests wait`} for the next.</>
    )
  return (
    <>
      {lastSnapshot === null ? (
        'None.'
      ) : (
        <Link to="/o/$org/evidence/$evidence" params={{ org, evidence: lastSnapshot.evidence }}>
          <Instant at={lastSnapshot.taken} />
        </Link>
      )}
      {unrecorded !== null && <> Another was taken and could not be recorded yet.</>}
      {more}
    </>
  )
}

import type { Role } from '@evidentia/core'
import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { isDate } from '../../time/format.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from './organization-change.ts'
import { RoleField } from './role-field.tsx'
import classes from './settings.module.css'

/** Issues an API key and shows its secret, once. */
export function IssueApiKey() {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('contributor')
  const [lastDay, setLastDay] = useState('')
  const issue = useOrganizationChange(async (_: null, organization) =>
    call(
      'issueApiKey',
      { body: { name, role, expires: isDate(lastDay) ? `${lastDay}T23:59:59Z` : null } },
      { organization },
    ),
  )
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        issue.mutate(null)
      }}
    >
      <h3>Issue a key</h3>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Name"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleField value={role} onChange={setRole} />
        <TextInput
          label="Last day, UTC (optional)"
          type="date"
          value={lastDay}
          onChange={(event) => setLastDay(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default" loading={issue.isPending}>
          Issue
        </Button>
      </Group>
      {issue.error !== null && <Problem error={issue.error} />}
      {issue.data !== undefined && (
        <div className={classes['secret']} role="status">
          <p>This is the secret of “{issue.data.key.name}”. It is shown only now: only its hash is kept.</p>
          <code>{issue.data.secret}</code>
          <CopyButton value={issue.data.secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy the secret'}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
    </form>
  )
}

import type { Role } from '@evidentia/core'
import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from './organization-change.ts'
import { RoleField } from './role-field.tsx'
import classes from './settings.module.css'

/** Gives a person a role; their one-time link is shown here once. */
export function InviteMember() {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('control-owner')
  const invite = useOrganizationChange(async (_: null, organization) =>
    call('inviteMember', { body: { name, email, role } }, { organization }),
  )
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        invite.mutate(null)
      }}
    >
      <h3>Invite a person</h3>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail"
          type="email"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleField value={role} onChange={setRole} />
        <Button type="submit" size="sm" variant="default" loading={invite.isPending}>
          Invite
        </Button>
      </Group>
      {invite.error !== null && <Problem error={invite.error} />}
      {invite.data !== undefined && (
        <div className={classes['secret']} role="status">
          <p>Send this one-time link to {invite.data.member.name} by a way you trust. It is shown only now.</p>
          <code>{invite.data.link}</code>
          <CopyButton value={invite.data.link}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy the link'}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
    </form>
  )
}

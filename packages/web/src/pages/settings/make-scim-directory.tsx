import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { useToday } from '../../client/organization.ts'
import { TargetField } from '../../upload/target-field.tsx'
import type { UploadTarget } from '../../upload/upload-target.ts'
import { Problem } from '../../widgets/problem.tsx'
import { OwnerField } from '../connections/owner-field.tsx'
import { slugOf } from '../organizations/organization-draft.ts'
import { useOrganizationChange } from './organization-change.ts'
import { TokenShown } from './scim-token.tsx'
import classes from './settings.module.css'

/** Makes a SCIM directory: who pushes and what that proves; then its address and token, once. */
export function MakeScimDirectory() {
  const today = useToday()
  const [name, setName] = useState('')
  const [source, setSource] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const [targets, setTargets] = useState<readonly UploadTarget[]>([])
  const id = slugOf(name)
  const make = useOrganizationChange(async (_: null, organization) => {
    const body = { id, name: name.trim(), source: source.trim(), proves: targets.map(({ proves }) => proves), owner }
    await call(
      'recordDocument',
      { params: { kind: 'scim-directory', id }, body: { effective: today, body } },
      { organization },
    )
    return call('makeScimToken', { params: { directory: id } }, { organization })
  })
  const clear = (): void => {
    setName('')
    setSource('')
    setOwner(null)
    setTargets([])
  }
  const isFilled = id !== '' && source.trim() !== '' && owner !== null && targets.length > 0
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate(null, { onSuccess: clear })
      }}
    >
      <h3>Make a SCIM directory</h3>
      <Group grow align="flex-start" gap="sm">
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Identity provider"
          required
          maxLength={120}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
      </Group>
      <OwnerField value={owner} onChange={setOwner} />
      <TargetField targets={targets} onChange={setTargets} />
      <Group>
        <Button type="submit" variant="default" disabled={!isFilled} loading={make.isPending}>
          Make the directory
        </Button>
      </Group>
      {make.error !== null && <Problem error={make.error} />}
      {make.data !== undefined && <TokenShown made={make.data} />}
    </form>
  )
}

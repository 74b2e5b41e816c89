import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { useToday } from '../../client/organization.ts'
import { TargetField } from '../../upload/target-field.tsx'
import type { UploadTarget } from '../../upload/upload-target.ts'
import { Problem } from '../../widgets/problem.tsx'
import { OwnerField } from '../connections/owner-field.tsx'
import { slugOf } from '../organizations/organization-draft.ts'
import { useOrganizationChange } from './organization-change.ts'
import { SecretShown } from './webhook-secret.tsx'
import { kindOptions } from './webhook-words.ts'
import classes from './settings.module.css'

/** Makes a webhook: who sends, how it is signed, what its deliveries prove; then its address and secret, once. */
export function MakeWebhook() {
  const today = useToday()
  const [name, setName] = useState('')
  const [source, setSource] = useState('')
  const [kind, setKind] = useState('github')
  const [header, setHeader] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const [targets, setTargets] = useState<readonly UploadTarget[]>([])
  const id = slugOf(name)
  const make = useOrganizationChange(async (_: null, organization) => {
    const proves = targets.map((target) => target.proves)
    const body = {
      id,
      name: name.trim(),
      kind,
      source: source.trim(),
      proves,
      owner,
      ...(kind === 'hmac' ? { header } : {}),
    }
    await call(
      'recordDocument',
      { params: { kind: 'webhook', id }, body: { effective: today, body } },
      { organization },
    )
    return call('makeWebhookSecret', { params: { webhook: id } }, { organization })
  })
  const clear = (): void => {
    setName('')
    setSource('')
    setHeader('')
    setOwner(null)
    setTargets([])
  }
  const isFilled =
    id !== '' && source.trim() !== '' && owner !== null && targets.length > 0 && (kind !== 'hmac' || header !== '')
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate(null, { onSuccess: clear })
      }}
    >
      <h3>Make a webhook</h3>
      <Group grow align="flex-start" gap="sm">
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="System that sends"
          required
          maxLength={120}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <NativeSelect
          label="Signed by"
          data={kindOptions}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        {kind === 'hmac' && (
          <TextInput
            label="Header of the signature"
            required
            value={header}
            onChange={(event) => setHeader(event.currentTarget.value)}
          />
        )}
      </Group>
      <OwnerField value={owner} onChange={setOwner} />
      <TargetField targets={targets} onChange={setTargets} />
      <Group>
        <Button type="submit" variant="default" disabled={!isFilled} loading={make.isPending}>
          Make the webhook
        </Button>
      </Group>
      {make.error !== null && <Problem error={make.error} />}
      {make.data !== undefined && <SecretShown made={make.data} />}
    </form>
  )
}

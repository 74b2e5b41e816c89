import { Button, Checkbox, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { useToday } from '../../client/organization.ts'
import { TargetField } from '../../upload/target-field.tsx'
import type { UploadTarget } from '../../upload/upload-target.ts'
import { Problem } from '../../widgets/problem.tsx'
import { OwnerField } from '../connections/owner-field.tsx'
import { slugOf } from '../organizations/organization-draft.ts'
import { readSenders, showsOptions } from './mailbox-words.ts'
import { useOrganizationChange } from './organization-change.ts'
import classes from './settings.module.css'

/** Makes a mailbox: who may send, what a message must show of its sender, and what it proves. */
export function MakeMailbox() {
  const today = useToday()
  const [name, setName] = useState('')
  const [source, setSource] = useState('')
  const [senders, setSenders] = useState('')
  const [returnPaths, setReturnPaths] = useState('')
  const [shows, setShows] = useState('dkim')
  const [isAware, setAware] = useState(false)
  const [owner, setOwner] = useState<string | null>(null)
  const [targets, setTargets] = useState<readonly UploadTarget[]>([])
  const id = slugOf(name)
  const bounces = readSenders(returnPaths)
  const make = useOrganizationChange(async (_: null, organization) => {
    const body = {
      id,
      name: name.trim(),
      source: source.trim(),
      senders: readSenders(senders),
      ...(bounces.length === 0 ? {} : { returnPaths: bounces }),
      shows,
      proves: targets.map((target) => target.proves),
      owner,
    }
    return call(
      'recordDocument',
      { params: { kind: 'mailbox', id }, body: { effective: today, body } },
      { organization },
    )
  })
  const clear = (): void => {
    setName('')
    setSource('')
    setSenders('')
    setReturnPaths('')
    setShows('dkim')
    setAware(false)
    setOwner(null)
    setTargets([])
  }
  const isFilled =
    id !== '' &&
    source.trim() !== '' &&
    readSenders(senders).length > 0 &&
    (shows !== 'none' || isAware) &&
    owner !== null &&
    targets.length > 0
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate(null, { onSuccess: clear })
      }}
    >
      <h3>Make a mailbox</h3>
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
          label="A message must show"
          data={showsOptions}
          value={shows}
          onChange={(event) => setShows(event.currentTarget.value)}
        />
      </Group>
      <Group grow align="flex-start" gap="sm">
        <Textarea
          label="Senders"
          description="Addresses in From, one to a line; @backup.example for a whole domain."
          required
          autosize
          minRows={2}
          value={senders}
          onChange={(event) => setSenders(event.currentTarget.value)}
        />
        <Textarea
          label="Bounce addresses"
          description="Further addresses in MAIL FROM, where a service uses its own."
          autosize
          minRows={2}
          value={returnPaths}
          onChange={(event) => setReturnPaths(event.currentTarget.value)}
        />
      </Group>
      {shows === 'none' && (
        <Checkbox
          label="Anybody can write under these names, and it is recorded as from them. The operator has to allow it as well."
          checked={isAware}
          onChange={(event) => setAware(event.currentTarget.checked)}
        />
      )}
      <OwnerField value={owner} onChange={setOwner} />
      <TargetField targets={targets} onChange={setTargets} />
      <Group>
        <Button type="submit" variant="default" disabled={!isFilled} loading={make.isPending}>
          Make the mailbox
        </Button>
      </Group>
      {make.error !== null && <Problem error={make.error} />}
    </form>
  )
}

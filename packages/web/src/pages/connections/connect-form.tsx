import { Button, Checkbox, Group, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization, useToday } from '../../client/organization.ts'
import { TargetField } from '../../upload/target-field.tsx'
import { targetOf, type UploadTarget } from '../../upload/upload-target.ts'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { slugOf } from '../organizations/organization-draft.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { OwnerField } from './owner-field.tsx'
import { beginValues, listFields, readValues, type SettingField } from './setting-fields.ts'
import { WhatIsRead } from './what-is-read.tsx'
import classes from './connections.module.css'

export type ConnectorView = Answer<'listConnectors'>['items'][number]

interface ConnectFormProps {
  readonly connector: ConnectorView
  readonly above: ReactNode
}

const schedules = ['hourly', 'daily', 'weekly', 'paused'] as const

/** The form of one connector, drawn from what it says of itself. What would be read is shown before anything is. */
export function ConnectForm({ connector, above }: ConnectFormProps) {
  const navigate = useNavigate()
  const org = useOrganization()
  const today = useToday()
  const [name, setName] = useState(connector.name)
  const [owner, setOwner] = useState<string | null>(null)
  const [schedule, setSchedule] = useState<string>(connector.schedule)
  const fields = listFields(connector.settings)
  const [values, setValues] = useState(() => beginValues(fields))
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({})
  const [feeds, setFeeds] = useState<Readonly<Record<string, readonly UploadTarget[]>>>({})
  const { settings, problems } = readValues(fields, values)
  const chosen = Object.entries(feeds).map(([dataset, targets]) => ({ dataset, targets }))
  const ready = chosen.filter(({ targets }) => targets.length > 0)
  const asked = { settings, datasets: ready.map(({ dataset }) => dataset) }
  const preview = useMutation({
    mutationFn: async (body: typeof asked) =>
      call('previewConnection', { params: { connector: connector.id }, body }, { organization: org }),
  })
  const isShown = preview.data !== undefined && JSON.stringify(preview.variables) === JSON.stringify(asked)
  const connect = useOrganizationChange(async (id: string, organization) => {
    const body = {
      id,
      name: name.trim(),
      connector: connector.id,
      settings,
      schedule,
      owner,
      feeds: ready.map(({ dataset, targets }) => ({ dataset, proves: targets.map(({ proves }) => proves) })),
    }
    await call(
      'recordDocument',
      { params: { kind: 'connection', id }, body: { effective: today, body } },
      { organization },
    )
    if (connector.secrets.length > 0)
      await call('setConnectionSecrets', { params: { connection: id }, body: { secrets } }, { organization })
  })
  const id = slugOf(name)
  const isFilled =
    Object.keys(problems).length === 0 &&
    ready.length > 0 &&
    ready.length === chosen.length &&
    owner !== null &&
    id !== '' &&
    connector.secrets.every((secret) => (secrets[secret.name] ?? '') !== '')
  return (
    <Page title={`Connect ${connector.name}`} above={above} lead={connector.reads}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (isShown)
            connect.mutate(id, {
              onSuccess: () =>
                void navigate({ to: '/o/$org/connections/$connection', params: { org, connection: id } }),
            })
          else preview.mutate(asked)
        }}
      >
        <Section title="The connection">
          <div className={classes['fields']}>
            <TextInput
              label="Name"
              description="As people here will call it."
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <OwnerField value={owner} onChange={setOwner} />
            <NativeSelect
              label="Collected"
              description="Paused: only when a person asks."
              data={schedules.map((value) => ({ value, label: wordsOf(value) }))}
              value={schedule}
              onChange={(event) => setSchedule(event.currentTarget.value)}
            />
          </div>
        </Section>
        <Section title="Settings">
          <div className={classes['fields']}>
            {fields.map((field) => (
              <OneSetting
                key={field.name}
                field={field}
                value={values[field.name] ?? ''}
                onChange={(value) => setValues({ ...values, [field.name]: value })}
              />
            ))}
          </div>
        </Section>
        {connector.secrets.length > 0 && (
          <Section title="Secrets">
            <p className="soft">They are sealed with a key of your organization and never shown again.</p>
            <div className={classes['fields']}>
              {connector.secrets.map((secret) => (
                <PasswordInput
                  key={secret.name}
                  label={secret.title}
                  description={secret.says}
                  required
                  autoComplete="off"
                  value={secrets[secret.name] ?? ''}
                  onChange={(event) => setSecrets({ ...secrets, [secret.name]: event.currentTarget.value })}
                />
              ))}
            </div>
          </Section>
        )}
        <Section title="What is read, and what it proves">
          {connector.datasets.map((dataset) => (
            <DatasetFields
              key={dataset.id}
              dataset={dataset}
              targets={feeds[dataset.id] ?? null}
              onChange={(targets) => {
                const { [dataset.id]: _, ...others } = feeds
                setFeeds(targets === null ? others : { ...feeds, [dataset.id]: targets })
              }}
            />
          ))}
        </Section>
        {isShown && <WhatIsRead preview={preview.data} datasets={connector.datasets} />}
        {preview.error !== null && <Problem error={preview.error} />}
        {connect.error !== null && <Problem error={connect.error} />}
        <Group>
          <Button
            type="submit"
            variant={isShown ? 'default' : 'filled'}
            disabled={!isFilled || isShown}
            loading={preview.isPending}
          >
            Show what would be read
          </Button>
          {isShown && (
            <Button type="submit" loading={connect.isPending}>
              Connect
            </Button>
          )}
        </Group>
      </form>
    </Page>
  )
}

interface OneSettingProps {
  readonly field: SettingField
  readonly value: string
  readonly onChange: (value: string) => void
}

function OneSetting({ field, value, onChange }: OneSettingProps) {
  const { title: label, description, required, kind } = field
  if (kind === 'flag')
    return (
      <Checkbox
        label={label}
        description={description}
        checked={value === 'true'}
        onChange={(event) => onChange(event.currentTarget.checked ? 'true' : 'false')}
      />
    )
  const shared = { label, required, value }
  if (kind === 'text' || kind === 'number')
    return (
      <TextInput
        {...shared}
        description={description}
        inputMode={kind === 'number' ? 'numeric' : 'text'}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  const how = kind === 'json' ? 'Written as JSON.' : 'One on each line.'
  return (
    <Textarea
      {...shared}
      description={`${description} ${how}`}
      autosize
      minRows={kind === 'json' ? 4 : 2}
      maxRows={16}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface DatasetFieldsProps {
  readonly dataset: ConnectorView['datasets'][number]
  /** Null: it is not read. */
  readonly targets: readonly UploadTarget[] | null
  readonly onChange: (targets: readonly UploadTarget[] | null) => void
}

/** Whether a dataset is read, and the rows of the matrix it proves; those whose checks it feeds are proposed. */
function DatasetFields({ dataset, targets, onChange }: DatasetFieldsProps) {
  const rows = useAnswer('listMatrix', { query: { limit: 500 } })
  const fitting = (rows.data?.items ?? [])
    .filter(({ control, requirement }) => dataset.fits.includes(`${control}/${requirement}`))
    .map(targetOf)
  return (
    <div className={classes['dataset']}>
      <Checkbox
        label={dataset.title}
        description={`${dataset.says} Gives ${dataset.recordTypes.map(wordsOf).join(', ').toLowerCase() || 'what its mapping says'}.`}
        checked={targets !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? fitting : null)}
      />
      {targets !== null && <TargetField targets={targets} onChange={onChange} />}
    </div>
  )
}

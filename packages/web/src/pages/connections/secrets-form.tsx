import { Button, Group, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import classes from './connections.module.css'

/** Sets secrets anew. Those that are set are named, and never shown. */
export function SecretsForm({ view }: { readonly view: Answer<'readConnection'> }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const connectors = useAnswer('listConnectors', { query: { limit: 500 } })
  const fields = connectors.data?.items.find(({ id }) => id === view.connector)?.secrets ?? []
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const save = useOrganizationChange(async (secrets: Readonly<Record<string, string>>, organization) =>
    call('setConnectionSecrets', { params: { connection: view.id }, body: { secrets } }, { organization }),
  )
  if (fields.length === 0) return null
  return (
    <Section title="Secrets">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(given, { onSuccess: () => setValues({}) })
        }}
      >
        <div className={classes['fields']}>
          {fields.map(({ name, title, says }) => (
            <PasswordInput
              key={name}
              label={title}
              description={says}
              placeholder={view.secretsSet.includes(name) ? 'Set; fill in to replace it' : 'Not set'}
              autoComplete="off"
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
            />
          ))}
        </div>
        {save.error !== null && <Problem error={save.error} />}
        <Group>
          <Button type="submit" variant="default" disabled={Object.keys(given).length === 0} loading={save.isPending}>
            Set secrets
          </Button>
          {save.isSuccess && <span role="status">Set.</span>}
        </Group>
      </form>
    </Section>
  )
}

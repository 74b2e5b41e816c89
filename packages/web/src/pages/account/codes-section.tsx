import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { useAccountChange } from './account-change.ts'

interface CodesSectionProps {
  readonly hasTotp: boolean
  readonly hasPassword: boolean
}

/** Setting up one-time codes (RFC 6238), asked for beside the password. */
export function CodesSection({ hasTotp, hasPassword }: CodesSectionProps) {
  const [code, setCode] = useState('')
  const begin = useAccountChange(async () => call('beginTotp', {}))
  const confirm = useAccountChange(async () => call('confirmTotp', { body: { code } }))
  const secret = confirm.isSuccess ? undefined : begin.data
  return (
    <Section title="One-time codes" aside={<span className="soft">{hasTotp ? 'Set up' : 'Not set up'}</span>}>
      <Stack gap="sm" align="flex-start">
        {!hasPassword && <p className="soft">Codes are asked for beside a password: set one first.</p>}
        {secret === undefined && (
          <Button
            variant="default"
            disabled={!hasPassword}
            loading={begin.isPending}
            onClick={() => begin.mutate(undefined)}
          >
            {hasTotp ? 'Set up anew' : 'Set up one-time codes'}
          </Button>
        )}
        {begin.error !== null && <Problem error={begin.error} />}
        {secret !== undefined && (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              confirm.mutate(undefined)
            }}
          >
            <Stack gap="sm" align="flex-start">
              <p>Enter the secret into your authenticator app, then the first code it shows.</p>
              <Facts>
                <Fact name="Secret">
                  <code>{secret.secret}</code>
                </Fact>
                <Fact name="Address for the app">
                  <code>{secret.uri}</code>
                </Fact>
              </Facts>
              <TextInput
                label="First code"
                required
                inputMode="numeric"
                autoComplete="one-time-code"
                minLength={6}
                maxLength={12}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
              />
              {confirm.error !== null && <Problem error={confirm.error} />}
              <Button type="submit" loading={confirm.isPending}>
                Confirm
              </Button>
            </Stack>
          </form>
        )}
        {confirm.isSuccess && <p role="status">One-time codes are set up.</p>}
      </Stack>
    </Section>
  )
}
